/**
 * Domains of the providers at which anyone can get a mailbox: the big ones only. The published lists have thousands of
 * names, among them companies that once gave mailboxes away and now send ordinary mail (medscape.com, name.com), and a
 * false alarm is worse than a small provider that is missed.
 */
export const FREE_MAIL: ReadonlySet<string> = new Set(
  `
  126.com 139.com 163.com 189.cn abv.bg aim.com alice.it aliyun.com att.net bellsouth.net bigpond.com bigpond.net.au
  bk.ru bluewin.ch blueyonder.co.uk bol.com.br btinternet.com btopenworld.com centrum.cz centrum.sk charter.net
  comcast.net cox.net daum.net disroot.org docomo.ne.jp duck.com earthlink.net email.com email.cz email.de ezweb.ne.jp
  fastmail.com fastmail.fm foxmail.com free.fr freemail.gr freemail.hu freenet.de gazeta.pl gmail.com googlemail.com
  hanmail.net hey.com hushmail.com i.ua icloud.com ig.com.br inbox.com inbox.lv inbox.ru interia.pl internet.ru
  juno.com kakao.com keemail.me kolabnow.com laposte.net lavabit.com libero.it list.ru lycos.com lycos.de lycos.es
  lycos.it mac.com mail.bg mail.com mail.de mail.ee mail.ru mailbox.org mailfence.com mailo.com me.com msn.com
  mweb.co.za naver.com netscape.net netzero.net neuf.fr ntlworld.com o2.pl onet.eu onet.pl op.pl optonline.net
  optusnet.com.au orange.fr pm.me pobox.com posteo.at posteo.ch posteo.de posteo.eu posteo.net prodigy.net proton.me
  protonmail.ch protonmail.com qq.com rambler.ru rediff.com rediffmail.com riseup.net roadrunner.com rocketmail.com
  runbox.com sapo.pt sbcglobal.net seznam.cz sfr.fr sina.cn sina.com skynet.be sohu.com startmail.com sympatico.ca
  t-online.de talktalk.net telenet.be terra.com.br terra.es tin.it tiscali.co.uk tiscali.it tlen.pl tuta.com tuta.io
  tutamail.com tutanota.com tutanota.de ukr.net uol.com.br usa.com usa.net verizon.net vfemail.net vip.126.com
  vip.163.com vip.qq.com virgilio.it virginmedia.com volny.cz walla.co.il walla.com wanadoo.fr web.de windowslive.com
  wp.pl xtra.co.nz ya.ru yeah.net ymail.com zoho.com zoho.eu zoho.in zohomail.com zohomail.eu zohomail.in
  aol.at aol.be aol.ch aol.cl aol.co.nz aol.co.uk aol.com aol.com.ar aol.com.au aol.com.br aol.de aol.es aol.fr aol.it
  aol.nl aol.pl aol.se
  gmx.at gmx.ch gmx.co.uk gmx.com gmx.de gmx.es gmx.eu gmx.fr gmx.info gmx.li gmx.net gmx.org gmx.us
  hotmail.be hotmail.ca hotmail.ch hotmail.cl hotmail.co.id hotmail.co.il hotmail.co.jp hotmail.co.kr hotmail.co.nz
  hotmail.co.th hotmail.co.uk hotmail.co.za hotmail.com hotmail.com.ar hotmail.com.au hotmail.com.br hotmail.com.mx
  hotmail.com.tr hotmail.cz hotmail.de hotmail.dk hotmail.es hotmail.fi hotmail.fr hotmail.gr hotmail.hu hotmail.it
  hotmail.my hotmail.nl hotmail.no hotmail.ph hotmail.pl hotmail.pt hotmail.ro hotmail.rs hotmail.ru hotmail.se
  hotmail.sg hotmail.sk
  live.at live.be live.ca live.ch live.cl live.cn live.co.kr live.co.uk live.co.za live.com live.com.ar live.com.au
  live.com.mx live.com.pt live.de live.dk live.fi live.fr live.ie live.in live.it live.jp live.nl live.no live.ru
  live.se
  outlook.at outlook.be outlook.bg outlook.cl outlook.co.id outlook.co.il outlook.co.nz outlook.co.th outlook.com
  outlook.com.ar outlook.com.au outlook.com.br outlook.com.gr outlook.com.pe outlook.com.tr outlook.com.vn outlook.cz
  outlook.de outlook.dk outlook.es outlook.fr outlook.hu outlook.ie outlook.in outlook.it outlook.jp outlook.kr
  outlook.lv outlook.my outlook.ph outlook.pt outlook.sa outlook.sg outlook.sk
  yahoo.at yahoo.be yahoo.bg yahoo.ca yahoo.cl yahoo.co.id yahoo.co.il yahoo.co.in yahoo.co.jp yahoo.co.kr yahoo.co.nz
  yahoo.co.th yahoo.co.uk yahoo.co.za yahoo.com yahoo.com.ar yahoo.com.au yahoo.com.br yahoo.com.cn yahoo.com.co
  yahoo.com.hk yahoo.com.mx yahoo.com.my yahoo.com.pe yahoo.com.ph yahoo.com.sg yahoo.com.tr yahoo.com.tw yahoo.com.ve
  yahoo.com.vn yahoo.cz yahoo.de yahoo.dk yahoo.es yahoo.fi yahoo.fr yahoo.gr yahoo.hu yahoo.ie yahoo.in yahoo.it
  yahoo.nl yahoo.no yahoo.pl yahoo.pt yahoo.ro yahoo.se
  yandex.by yandex.com yandex.com.tr yandex.kz yandex.ru yandex.ua
`
    .trim()
    .split(/\s+/),
);

/** Whether anyone can get an address directly at this domain (canonical form). */
export function isFreeMail(domain: string): boolean {
  return FREE_MAIL.has(domain);
}
