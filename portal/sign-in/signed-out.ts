// Whether the person has signed out in this tab: then nobody is sent to the issuer again without asking.
const KEY = 'signed-out';

export const hasSignedOut = () => sessionStorage.getItem(KEY) !== null;
export const rememberSignOut = () => sessionStorage.setItem(KEY, 'yes');
export const forgetSignOut = () => sessionStorage.removeItem(KEY);
