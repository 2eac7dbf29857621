export const isSuccess = (status: number) => status >= 200 && status < 300;

/**
 * Whether a response is of a gateway that got none of the server in time, or of a server that takes in no requests: what it
 * came to is not known. From 520 on no status is of HTTP; gateways have made them up.
 */
export const isOfGateway = (status: number) => [408, 502, 503, 504].includes(status) || status >= 520;

/** Whether a server that responds so may respond otherwise later: it is busy, throttles, or is out of order. */
export const mayPass = (status: number) => status === 408 || status === 429 || status >= 500;
