import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './components/App';
import { startTheme } from './components/theme';
import { startI18n } from './i18n';
import './styles/index.css';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no element with the id "root"');
startTheme();
startI18n();
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
