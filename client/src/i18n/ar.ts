/**
 * Arabic: texts for seekers, in plain standard Arabic as in books and news. Uses nouns where English uses imperatives,
 * because an Arabic imperative depends on the reader's gender. Durations are in the genitive, which every sentence that
 * contains them needs.
 */
import type { Words } from './words.ts';

/**
 * Isolates a name in another script (Unicode FSI and PDI), so that the name and adjacent punctuation keep their order.
 */
const own = (name: string): string => `\u2068${name}\u2069`;

const ar: Words = {
  // Digits and clock as used in Norway, on phones and in timetables.
  manner: { dir: 'rtl', formats: 'ar-u-hc-h23-nu-latn', talk: 'ar' },
  brand: 'Terskel',
  skip: 'الانتقال إلى المحتوى',
  languages: 'اللغة',
  units: {
    minutes: {
      zero: '{n} دقيقة',
      one: 'دقيقة واحدة',
      two: 'دقيقتين',
      few: '{n} دقائق',
      many: '{n} دقيقة',
      other: '{n} دقيقة',
    },
    minuteRange: {
      zero: '{from} إلى {n} دقيقة',
      one: '{from} إلى {n} دقيقة',
      two: 'دقيقة إلى دقيقتين',
      few: '{from} إلى {n} دقائق',
      many: '{from} إلى {n} دقيقة',
      other: '{from} إلى {n} دقيقة',
    },
    sami: 'السامية الشمالية',
    dayAt: (day, time) => `${day} الساعة ${time}`,
  },
  wait: {
    about: (time) => `مدة الانتظار نحو ${time}.`,
    under: (time) => `مدة الانتظار أقل من ${time}.`,
    unknown: 'لا نعرف بعد مدة الانتظار.',
  },
  emergency: {
    question: 'في خطر؟',
    call: 'الاتصال بـ 113',
    more: 'أرقام أخرى',
    title: 'أرقام يمكنك الاتصال بها',
    close: 'إغلاق',
    lines: {
      medical: { name: 'الإسعاف', when: 'عند الخطر على الحياة' },
      urgentCare: { name: 'عيادة الطوارئ (Legevakt)', when: 'عند الحاجة إلى طبيب على عجل' },
      mentalHealth: { name: 'Mental Helse', when: 'للحديث مع أحد، ليلًا ونهارًا' },
      church: { name: 'Kirkens SOS', when: 'للحديث مع أحد، ليلًا ونهارًا' },
      children: { name: 'Alarmtelefonen', when: 'للأطفال واليافعين، ليلًا ونهارًا' },
    },
  },
  exit: {
    button: 'مغادرة الصفحة',
    pressesLeft: {
      zero: 'بقيت {n} ضغطة على Shift لمغادرة الصفحة.',
      one: 'بقيت ضغطة واحدة على Shift لمغادرة الصفحة.',
      two: 'بقيت ضغطتان على Shift لمغادرة الصفحة.',
      few: 'بقيت {n} ضغطات على Shift لمغادرة الصفحة.',
      many: 'بقيت {n} ضغطة على Shift لمغادرة الصفحة.',
      other: 'بقيت {n} ضغطة على Shift لمغادرة الصفحة.',
    },
    cancelled: 'ما زلت في الصفحة.',
    loading: 'جارٍ التحميل.',
  },
  broken: {
    title: 'حدث خطأ في هذه الصفحة',
    text: 'يمكنك المتابعة بعد إعادة تحميل الصفحة. في الحالات العاجلة يمكنك الاتصال بالرقم في الأعلى.',
  },
  landing: {
    title: 'محادثة مع من يصغي إليك',
    heading: 'بحاجة إلى من يصغي إليك؟',
    lead: 'هنا يجيبك إنسان. شخص متطوع، وليس روبوتًا ولا من العاملين في الصحة.',
    promise: 'المحادثة كتابية ومجانية، ولا حاجة إلى ذكر من أنت.',
    start: 'بدء محادثة',
    danger: 'أنا في خطر الآن',
    unable: {
      insecure: 'لا يمكن تشفير المحادثات على هذا العنوان، لذلك لا يمكن البدء هنا.',
      old: 'هذا المتصفح قديم جدًا للمحادثات. يمكن تحديثه أو استخدام جهاز آخر.',
    },
    looking: 'نتحقق إن كان أحد يستطيع الرد …',
    intake: {
      open: { now: 'الخدمة مفتوحة الآن', more: '' },
      busy: { now: 'الخدمة مفتوحة، لكن كثيرين ينتظرون', more: '' },
      full: {
        now: 'قائمة الانتظار ممتلئة الآن',
        more: 'عدد من يكتبون الآن أكبر مما نستطيع الرد عليه. يمكنك إبقاء هذه الصفحة مفتوحة. حين يتوفر مكان، يمكنك البدء من هنا.',
      },
      paused: {
        now: 'نحن في استراحة',
        more: 'يمكنك إبقاء هذه الصفحة مفتوحة. حين نعود، يمكنك البدء من هنا.',
      },
      unstaffed: {
        now: 'لا أحد يستطيع الرد الآن',
        more: 'نأسف، فعددنا في المناوبة قليل. يمكنك إبقاء هذه الصفحة مفتوحة. حين يستطيع أحد الرد، يمكنك البدء من هنا.',
      },
      closed: {
        now: 'الخدمة مغلقة الآن',
        more: 'نأسف، الخدمة مغلقة.',
      },
      unknown: {
        now: 'لا نستطيع الوصول إلى الخدمة الآن',
        more: 'قد يكون السبب في شبكتك أو عندنا. تواصل الصفحة المحاولة من تلقاء نفسها.',
      },
    },
    opens: (when) => `أهلًا بك ${when}.`,
    talkIn: (languages) => `لغة المحادثة هنا: ${languages}.`,
    about: 'من نحن والخصوصية',
    othersTitle: 'أرقام يمكنك الاتصال بها',
    others: 'لا حاجة إلى انتظارنا. يمكنك الاتصال بأي من هذه الأرقام الآن.',
  },
  topics: {
    loneliness: 'الوحدة',
    anxiety: 'القلق والتوتر',
    low_mood: 'الحزن',
    relationships: 'العائلة أو الأصدقاء أو الحب',
    grief: 'فقدان عزيز',
    work_school: 'العمل أو الدراسة',
    substance_use: 'الكحول أو المخدرات',
    other: 'شيء آخر',
  },
  feelings: ['سيئ جدًا', 'سيئ', 'متوسط', 'جيد', 'جيد جدًا'],
  ages: { under_18: 'أقل من 18 سنة', adult: '18 سنة فأكثر' },
  talk: {
    noticeTitle: (alias) => `مرحبًا! محادثتك الآن مع ${own(alias)}.`,
    title: 'محادثة',
    newTitle: (unread) => `(${unread}) رسالة جديدة`,
    log: 'الرسائل',
    you: 'أنت',
    newMessage: 'رسالة جديدة',
    delivery: {
      sending: 'جارٍ الإرسال …',
      sent: 'أُرسلت',
      delivered: 'وصلت',
      failed: 'لم تُرسل',
    },
    retry: 'إعادة المحاولة',
    failedAlert: 'لم تُرسل إحدى الرسائل.',
    box: 'كتابة رسالة',
    send: 'إرسال',
    enterSends: 'للإرسال Enter، ولسطر جديد Shift + Enter.',
    charactersLeft: {
      zero: 'لم يبق أي حرف',
      one: 'بقي حرف واحد',
      two: 'بقي حرفان',
      few: 'بقيت {n} أحرف',
      many: 'بقي {n} حرفًا',
      other: 'بقي {n} حرف',
    },
    agreeing: 'نشفّر المحادثة كي لا يقرأها سواكما. لحظة واحدة.',
    offlineHint: 'تُرسل رسائلك حين تعود الشبكة.',
    tampered:
      'تغيّرت رسالة أو لم تصل. لا ينبغي أن يحدث ذلك. يمكنك المتابعة، لكن من الأفضل عدم كتابة ما يجب أن يبقى سرًا.',
  },
  link: {
    connecting: 'جارٍ الاتصال …',
    reconnecting: 'انقطع الاتصال، ونعيده الآن. نحفظ مكانك دقيقتين على الأقل.',
    offline: 'لا توجد شبكة. نعيد الاتصال فور عودتها.',
    unavailable: 'الخدمة لا تستجيب الآن. نواصل المحاولة. يمكنك البقاء هنا.',
    restarting: 'يُعاد تشغيل الخدمة. يمكنك البقاء هنا.',
    online: 'عاد الاتصال.',
    replaced: {
      title: 'هذه الصفحة مفتوحة في نافذة أخرى',
      text: 'لا يمكن فتحها إلا في مكان واحد في الوقت نفسه.',
      action: 'استخدام هذه النافذة',
    },
    outdated: {
      title: 'حُدّثت الصفحة',
      text: 'للمتابعة يُرجى إعادة تحميلها. يبقى مكانك لك.',
      action: 'إعادة التحميل',
    },
    refused: {
      title: 'تعذّر الاتصال الآن',
      text: 'يُرجى الانتظار بضع دقائق ثم إعادة تحميل الصفحة. وعند الحاجة إلى أحد قبل ذلك، يمكنك الاتصال هنا:',
      action: 'إعادة التحميل',
    },
  },
};

export default ar;
