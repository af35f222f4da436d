import 'uplot/dist/uPlot.min.css';
import './styles/tokens.css';
import './styles/layout.css';
import './styles/pieces.css';
import './styles/controls.css';
import './styles/tables.css';
import './styles/chain.css';
import './styles/charts.css';
import './styles/logs.css';
import './styles/plan.css';
import './styles/dialogs.css';
import { App } from './app';
import { applyTheme } from './theme';

applyTheme();
const place = document.getElementById('app');
if (place) void new App(place).start();
