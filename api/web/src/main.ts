import './style.css';
import { App } from './app.ts';

const app = new App();
// The map is reachable from the console, and from the test that looks at what is drawn.
Object.assign(window, { lifecircle: { app, map: app.canvas.map } });
void app.start();
