import "./components/lotse-app.js";
import { MeshFeed } from "./feed.js";
import { store } from "./store.js";

new MeshFeed(store).run();
