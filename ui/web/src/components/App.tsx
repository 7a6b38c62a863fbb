/** The page: header, stage, the four steps, results. */
export function App() {
  return <main>NanoBanana</main>;
}
