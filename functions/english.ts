// What zod's light build says of a value that is wrong, as its whole build does by itself. Imported wherever one of its
// messages reaches a person.
import { en } from 'zod/locales';
import { config } from 'zod/mini';

config(en());
