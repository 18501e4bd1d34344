// What a server needs on this machine and npm does not bring. Callers skip the server and say the message.

export class MissingTool extends Error {
  override name = 'MissingTool';
}
