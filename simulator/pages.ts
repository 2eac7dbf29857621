import { empty, html, type SimulatedResponse } from './response.ts';

/** What a gateway in front of the environment responses. */
export const gatewayPage = (status: number, title: string, headers: Record<string, string> = {}): SimulatedResponse =>
  html(
    status,
    `<html>\r\n<head><title>${status} ${title}</title></head>\r\n<body>\r\n<center><h1>${status} ${title}</h1></center>\r\n<hr><center>Microsoft-Azure-Application-Gateway/v2</center>\r\n</body>\r\n</html>\r\n`,
    headers,
  );

/** The sign-in page, as HTTP 200. */
export const signInPage = (): SimulatedResponse =>
  html(
    200,
    '<!DOCTYPE html>\r\n<html dir="ltr" lang="en"><head><title>Sign in to your account</title></head><body><form action="/common/login" method="post"><input type="email" name="loginfmt"></form></body></html>',
  );

/** The way to the sign-in page. */
export const signInRedirect = (): SimulatedResponse =>
  empty(302, {
    location:
      'https://login.microsoftonline.com/common/oauth2/authorize?client_id=00000015-0000-0000-c000-000000000000',
  });
