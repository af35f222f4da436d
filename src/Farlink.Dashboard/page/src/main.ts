import 'uplot/dist/uPlot.min.css';
import './styles/tokens.css';
import './styles/layout.css';
import './styles/pieces.css';
import './styles/views.css';
import { App } from './app';
import { applyTheme } from './theme';

applyTheme();
const place = document.getElementById('app');
if (place) void new App(place).start();
