export const isSuccess = (status: number) => status >= 200 && status < 300;

/** Whether a server that responds so may respond otherwise later: it is busy, throttles, or is out of order. */
export const mayPass = (status: number) => status === 408 || status === 429 || status >= 500;
