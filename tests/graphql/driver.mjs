// The engine's answers, asked line by line.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export class Driver {
  constructor(binary, schemaPath) {
    this.process = spawn(binary, [schemaPath], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.waiting = [];
    this.ended = new Promise((resolve) => this.process.on('close', resolve));
    this.ended.then((code) => this.waiting.splice(0).forEach(({ fail }) => fail(new Error(`the driver ended with ${code}`))));
    createInterface({ input: this.process.stdout }).on('line', (line) => this.waiting.shift().done(line));
  }

  /** The answer as the text of its line. */
  ask(request) {
    return new Promise((done, fail) => {
      this.waiting.push({ done, fail });
      this.process.stdin.write(`${JSON.stringify(request)}\n`);
    });
  }

  async close() {
    this.process.stdin.end();
    return this.ended;
  }
}
