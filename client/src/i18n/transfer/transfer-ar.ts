/** Arabic: texts about a transfer to another volunteer. */
import type { TransferWords } from '../words.ts';

/** A name keeps its own direction. */
const own = (alias: string): string => `\u2068${alias}\u2069`;

const transferAr: TransferWords = {
  asked: (alias) => `لدى ${own(alias)} سؤال لك.`,
  read: 'قراءة السؤال',
  title: {
    any: 'هل يناسبك أن يتابع معك أول شخص متفرغ؟',
    leader: 'هل يناسبك أن يتابع معك مسؤول المناوبة؟',
    colleague: (other) => `هل تناسبك المتابعة مع ${own(other)}؟`,
  },
  reason: {
    end_of_shift: (alias) => `تنتهي مناوبة ${own(alias)} بعد قليل.`,
    language: (alias) => `رأي ${own(alias)}: هناك من يتقن لغتك أكثر.`,
    experience: (alias) => `رأي ${own(alias)}: هناك من يعرف أكثر عما تمر به.`,
    leader: (alias) => `رأي ${own(alias)}: الأفضل لك الحديث مع مسؤول المناوبة.`,
  },
  ifNo: (alias) => `الجواب «لا» لا يغيّر شيئًا، ويبقى ${own(alias)} معك.`,
  yesHistory: 'نعم، مع عرض ما كتبناه',
  yesWithout: 'نعم، دون عرضه',
  no: (alias) => `لا، البقاء مع ${own(alias)}`,
  sending: 'يجري إرسال الجواب …',
  failed: 'لم ينجح ذلك. ليس هذا خطأك. يمكنك المحاولة مرة أخرى.',
  until: {
    any: (alias) => `تستمر المحادثة مع ${own(alias)} إلى أن يتفرغ شخص آخر.`,
    leader: (alias) => `تستمر المحادثة مع ${own(alias)} إلى أن يتفرغ مسؤول المناوبة.`,
    colleague: (alias, other) => `تستمر المحادثة مع ${own(alias)} إلى حين وصول ${own(other)}.`,
  },
  changeMind: 'لا أريد التغيير بعد الآن',
  stays: (alias) => `لن يتغير شيء الآن. تستمر المحادثة مع ${own(alias)}.`,
  before: (alias) => `ما كُتب قبل وصول ${own(alias)}`,
  arrived: (alias) => `${own(alias)} هنا الآن`,
  tookOver: (alias, former) =>
    `انقطع الاتصال مع ${own(former)}. تستمر المحادثة مع ${own(alias)} من مسؤولي المناوبة.`,
  shares: (alias, former) => `بإمكان ${own(alias)} قراءة ما كُتب بينك وبين ${own(former)}.`,
  sharesNot: (alias, former) =>
    `ليس بإمكان ${own(alias)} قراءة ما كُتب بينك وبين ${own(former)}. يظهر هنا لك وحدك.`,
  held: (former) => `بدأت الكتابة أثناء المحادثة مع ${own(former)}. النص باقٍ في المربع ولم يُرسل.`,
  heldHint: (alias) => `قبل الإرسال يلزم الضغط على «الكتابة إلى ${own(alias)}».`,
  writeTo: (alias) => `الكتابة إلى ${own(alias)}`,
};

export default transferAr;
