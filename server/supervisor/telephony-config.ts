import { randomBytes } from 'node:crypto';
import { asteriskConfiguration } from '../adapters/asterisk/configuration.ts';
import { janusConfiguration } from '../adapters/janus/configuration.ts';
import { WrongSetting } from '../config/values.ts';
import { readSettings, type Settings } from '../config.ts';

/** Prints what an Asterisk and a Janus of one's own need, and the settings that lead to them. */
function print(settings: Settings): void {
  const secret = () => randomBytes(24).toString('hex');
  const [ariPassword, guardianPassword, amiPassword, tokenSecret] = [secret(), secret(), secret(), secret()];
  const root = '/var/lib/permanence/asterisk';
  const asterisk = asteriskConfiguration({
    ...settings.sip,
    root,
    tree: '',
    lib: '/usr/lib',
    ariPort: 8088,
    ariPassword,
    guardianPassword,
    amiPort: 5038,
    amiPassword,
    operatorPort: 5062,
    rtp: settings.media.asterisk,
  });
  const { janusWebrtc: webrtc, janusSip: sip, ip: mediaIp } = settings.media;
  const janus = janusConfiguration({
    etc: '/etc/janus',
    lib: '/usr/lib',
    webSocketPort: 8188,
    tokenSecret,
    adminSecret: secret(),
    webrtc,
    sip,
    mediaIp,
  });
  console.log(
    '# Settings of Permanence. The spool folder must be the same for both: Permanence reads recordings and writes prompts there.',
  );
  console.log(`ARI_URL=http://permanence:${ariPassword}@127.0.0.1:8088`);
  if (settings.sip.trunk.register) console.log(`AMI_URL=tcp://permanence:${amiPassword}@127.0.0.1:5038`);
  console.log(`OPERATOR_SIP=127.0.0.1:5062\nSPOOL_DIR=${root}/spool`);
  console.log(`JANUS_URL=ws://127.0.0.1:8188\nJANUS_TOKEN_SECRET=${tokenSecret}`);
  for (const [what, files] of Object.entries({ 'Asterisk 22': asterisk, 'Janus 1.x': janus })) {
    for (const [name, content] of Object.entries(files)) console.log(`\n# ---- ${what}: ${name}\n${content.trimEnd()}`);
  }
}

try {
  print(readSettings(process.env));
} catch (error) {
  if (!(error instanceof WrongSetting)) throw error;
  console.error(error.message);
  process.exit(1);
}
