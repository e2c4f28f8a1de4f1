import { describeMachine } from "../describe-machine.ts";
import { renderTable } from "../render-table.ts";
import { benchProfile } from "./bench-profile.ts";

console.log(`${describeMachine()}\n\n${renderTable(await benchProfile())}`);
