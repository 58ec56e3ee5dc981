/** Names the member for whom the page of a request was made: another tab may have changed the session since. */
export const MEMBER_HEADER = 'x-portico-member';
