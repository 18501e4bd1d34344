// The whole service as one construct: storage, the API on it, what watches the drafts, alarms, and the portal if wanted.
// The IDs of constructs are part of the contract: another ID is another resource (test/infra/aws/service-stack.test.ts).
import { Construct } from 'constructs';
import type { Settings } from '../settings.ts';
import { Alarms } from './alarms.ts';
import { Api } from './api.ts';
import { Observer } from './observer.ts';
import { Portal } from './portal/portal.ts';
import { Storage } from './storage.ts';

export interface PipelineVersioningProps {
  readonly settings: Settings;
}

export class PipelineVersioning extends Construct {
  readonly storage: Storage;
  readonly api: Api;
  readonly observer: Observer;

  constructor(scope: Construct, id: string, { settings }: PipelineVersioningProps) {
    super(scope, id);
    const storage = new Storage(this, 'Storage', { settings });
    const api = new Api(this, 'Api', { storage, settings });
    const observer = new Observer(this, 'DraftWatcher', { storage, settings });
    new Alarms(this, 'Alarms', { api, storage, observer, settings });
    const { tokens } = api;
    if (settings.portal && tokens) new Portal(this, 'Portal', { api, tokens, settings });
    this.storage = storage;
    this.api = api;
    this.observer = observer;
  }
}
