import type { Script } from '../script.ts';

/** Trades for which a script is ready [P01]. */
export const scriptTrades = ['doctor', 'lawyer', 'craftsman', 'estate-agent', 'association'] as const;
export type ScriptTrade = (typeof scriptTrades)[number];

/** What a template says of a script; blocks and phrases are the client's own. */
export type ScriptTemplate = Pick<Script, 'fields' | 'urgentWhen' | 'askUrgency' | 'readBack'>;
export type ScriptTemplates = Readonly<Record<ScriptTrade, ScriptTemplate>>;

/** A field that must be answered. */
export const asked = (id: string, label: string, ...choices: string[]) => ({ id, label, required: true, choices });
/** A field that may stay empty. */
export const ifTold = (id: string, label: string, ...choices: string[]) => ({ id, label, required: false, choices });
