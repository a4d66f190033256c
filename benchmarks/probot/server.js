// A Probot server whose handler does nothing: what Probot itself costs for each delivery.
import { Probot, Server } from "probot";

const server = new Server({
  Probot: Probot.defaults({
    appId: process.env.APP_ID,
    privateKey: process.env.PRIVATE_KEY,
    secret: process.env.WEBHOOK_SECRET,
  }),
  host: "127.0.0.1",
  port: Number(process.env.PORT),
});
await server.load((app) => {
  app.on("pull_request", async () => {});
});
await server.start();
console.log(`ready: http://127.0.0.1:${process.env.PORT}/api/github/webhooks`);
