/** What the client imports in this way is only for browsers. */
declare module '*?worker&url' {
  const url: string;
  export default url;
}
