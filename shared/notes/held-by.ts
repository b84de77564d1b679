import { inOrder, type Person } from '../accounts/roster.ts';
import type { Note } from './note.ts';

/** The person who was given the note last; null: nobody in particular. */
export const holderOf = ({ assignments = [] }: Pick<Note, 'assignments'>): string | null => assignments.at(-1)?.to ?? null;

/** The person for whom the caller asked, otherwise the top of the roster [J10, J11]. */
export function isForPerson({ content }: Pick<Note, 'content'>, personId: string, roster: readonly Person[]): boolean {
  const { forWhom } = content;
  return personId === (forWhom.kind === 'person' ? forWhom.personId : inOrder(roster)[0]?.id);
}
