// Remembers that the person signed out in this tab, so that the portal asks before it sends them to the issuer again.
const KEY = 'signed-out';

export const hasSignedOut = () => sessionStorage.getItem(KEY) !== null;
export const rememberSignOut = () => sessionStorage.setItem(KEY, 'yes');
export const forgetSignOut = () => sessionStorage.removeItem(KEY);
