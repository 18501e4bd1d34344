// The entry of `npm start`. Written so that an old Node can read it and say what is missing.
const NEEDED = 24;
const found = process.versions.node;

if (Number(found.split('.')[0]) < NEEDED) {
  console.error(
    `This needs Node ${NEEDED} and is Node ${found}: run "npm ci", which brings Node ${NEEDED}, then "npm start".`,
  );
  process.exit(1);
} else {
  import('./service/main.ts').catch((error) => {
    const missing = error.code === 'ERR_MODULE_NOT_FOUND' && /Cannot find package/.test(error.message);
    console.error(missing ? 'The dependencies are not installed: run "npm ci", then "npm start".' : error);
    process.exit(1);
  });
}
