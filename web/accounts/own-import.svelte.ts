import { largestFile } from '#shared/api/directory.ts';
import { largestImport, perImport } from '#shared/calls/contact-mutations.ts';
import {
  type ColumnKind,
  doublesInside,
  type LineProblem,
  type ReadTable,
  readTable,
  type TableContact,
} from '#shared/calls/contact-table.ts';
import type { AccountServer, ContactsToTake } from '../ports/account-server.ts';
import type { Device } from '../ports/device.ts';
import type { NumberWriter } from '../ui/phone-number.ts';
import type { ContactFile } from './contact-files.ts';

export type OwnImportDeps = {
  readonly device: Pick<Device, 'read' | 'mutateAll'>;
  /** Takes in what is too much for the queue. */
  readonly server: Pick<AccountServer, 'importContacts'>;
  readonly accountId: string;
  readonly newId: () => string;
  readonly numbers: () => NumberWriter;
  /** Reads CSV or vCard; the libraries for it are loaded when somebody wants them. */
  readonly readFile: (bytes: Uint8Array<ArrayBuffer>) => Promise<ContactFile>;
};

/** A file of callers, looked at before anything of it is taken in; then all of it in one change on this device. */
export class OwnImport {
  #file = $state.raw<ContactFile | null>(null);
  #columns = $state.raw<readonly ColumnKind[]>([]);
  #state = $state<'choosing' | 'unreadable' | 'looking' | 'taking' | 'taken' | 'cut-off'>('choosing');
  #taken = $state(0);
  #handedIn = $state(0);
  /** A large file that is being handed in: after a cut it goes on where it was. */
  #large: ContactsToTake | null = null;
  leavesProblemsOut = $state(false);
  takesDoubles = $state(false);
  #table = $state.raw<ReadTable>({ contacts: [], problems: [] });
  /** Of the table: those with a number that is known, in the directory or further up in the file. */
  #doubles = $state.raw<ReadonlySet<TableContact>>(new Set());
  readonly #deps: OwnImportDeps;

  constructor(deps: OwnImportDeps) {
    this.#deps = deps;
  }

  get state() {
    return this.#state;
  }
  get file(): ContactFile | null {
    return this.#file;
  }
  get columns(): readonly ColumnKind[] {
    return this.#columns;
  }
  get problems(): readonly LineProblem[] {
    return this.#table.problems;
  }
  /** Proposed as doubles, in the order of the file. */
  get doubles(): readonly TableContact[] {
    return this.#table.contacts.filter((each) => this.#doubles.has(each));
  }
  get wanted(): readonly TableContact[] {
    return this.takesDoubles ? this.#table.contacts : this.#table.contacts.filter((each) => !this.#doubles.has(each));
  }
  get isTooLarge(): boolean {
    return this.wanted.length > largestFile;
  }
  /** Too many for the queue of this device: the server has to be reached. */
  get needsServer(): boolean {
    return this.wanted.length > largestImport;
  }
  /** Of a large file. */
  get handedIn(): number {
    return this.#handedIn;
  }
  get mayTake(): boolean {
    const unsettled = this.problems.length > 0 && !this.leavesProblemsOut;
    return (this.#state === 'looking' || this.#state === 'cut-off') && this.wanted.length > 0 && !unsettled && !this.isTooLarge;
  }
  get taken(): number {
    return this.#taken;
  }

  async open(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    this.leavesProblemsOut = false;
    this.takesDoubles = false;
    try {
      this.#file = await this.#deps.readFile(bytes);
      this.#columns = this.#file.columns;
      this.#state = 'looking';
    } catch {
      this.#file = null;
      this.#state = 'unreadable'; // the page says so
      return;
    }
    await this.#readRows(this.#file);
  }

  async choose(column: number, kind: ColumnKind): Promise<void> {
    this.#columns = this.#columns.with(column, kind);
    if (this.#file) await this.#readRows(this.#file);
  }

  /** All at once on this device, then in parts to the server; a part is there wholly or not at all. A large file: at the server. */
  async take(): Promise<void> {
    if (!this.mayTake) return;
    this.#state = 'taking';
    if (this.needsServer) return this.#takeAtServer();
    const { accountId, newId, device } = this.#deps;
    const contacts = this.wanted.map(({ contact }) => ({ ...contact, id: newId(), accountId }));
    const parts = Array.from({ length: Math.ceil(contacts.length / perImport) }, (_, i) => ({
      accountId,
      contacts: contacts.slice(i * perImport, (i + 1) * perImport),
    }));
    await device.mutateAll('importContacts', parts);
    this.#taken = contacts.length;
    this.#state = 'taken';
    this.#file = null;
  }

  async #takeAtServer(): Promise<void> {
    const { accountId, newId, server } = this.#deps;
    this.#large ??= { accountId, contacts: this.wanted.map(({ contact }) => ({ ...contact, id: newId() })) };
    try {
      this.#taken = await server.importContacts(this.#large, (handedIn) => {
        this.#handedIn = handedIn;
      });
      this.#state = 'taken';
      this.#file = null;
    } catch {
      this.#state = 'cut-off'; // the page says so; nothing of the file is in the directory
    }
  }

  async #readRows(file: ContactFile): Promise<void> {
    const table = readTable({ ...file, columns: this.#columns, read: (typed) => this.#deps.numbers().read(typed) });
    this.#table = table;
    this.#large = null;
    this.#doubles = doublesInside(table.contacts);
    const known = await this.#known(table.contacts.slice(0, largestImport));
    if (table === this.#table) this.#doubles = new Set([...this.#doubles, ...known]);
  }

  /** Contacts with a number that somebody in the directory has. */
  #known(contacts: readonly TableContact[]): Promise<TableContact[]> {
    const { device, accountId } = this.#deps;
    return device.read(async (rows) => {
      const found: TableContact[] = [];
      for (const each of contacts) {
        for (const number of each.contact.numbers) {
          if ((await rows.contactsByNumber(accountId, number)).length > 0) found.push(each);
        }
      }
      return found;
    });
  }
}
