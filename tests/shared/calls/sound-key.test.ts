import { expect, test } from 'vitest';
import { fold } from '#shared/calls/contact-words.ts';
import { romajiOf } from '#shared/calls/romaji.ts';
import { soundKey } from '#shared/calls/sound-key.ts';

test.each([
  ['Dupont Dupond'],
  ['Durand Durant Durent'],
  ['Lefèvre Lefebvre'],
  ['Renaud Renault Renaux Reno'],
  ['Thibault Thibaud Tibo'],
  ['Gauthier Gautier Gotier'],
  ['Philippe Filip'],
  ['Meyer Meijer Meier Maier'],
  ['Janssen Jansen Janszen'],
  ['Vries Fries'],
  ['Visser Visscher'],
  ['Dijkstra Dykstra'],
  ['Bakker Backer'],
  ['Smit Smid Smidt'],
  ['Kuijper Kuiper Cuyper'],
  ['Lichtvoet Ligtvoet'],
])('[P05] %s sound alike', (names) => {
  expect(new Set(names.split(' ').map((name) => soundKey(fold(name)))).size).toBe(1);
});

test.each([['Martin Morten'], ['Durand Dupont'], ['Bakker Visser'], ['Leroy Lefèvre']])('[P05] %s do not', (names) => {
  expect(new Set(names.split(' ').map((name) => soundKey(fold(name)))).size).toBe(2);
});

test.each(['de', '3m', '山田', 'やまだ'])('[P05] %s has no key', (word) => {
  expect(soundKey(fold(word))).toBeNull();
});

test.each([
  ['やまだ', 'yamada'],
  ['サトウ', 'sato'],
  ['しょうこ', 'shoko'],
  ['ちひろ', 'chihiro'],
  ['はっとり', 'hattori'],
  ['まっちゃ', 'matcha'],
  ['ふじい', 'fujii'],
  ['きゅうしゅう', 'kyushu'],
])('[P05] %s is %s', (kana, latin) => {
  expect(romajiOf(fold(kana))).toBe(latin);
});

test('[P05] what is not kana alone has no romaji', () => {
  expect(romajiOf('山田')).toBeNull();
});
