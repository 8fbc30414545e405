/** Arabic: self-help texts. Uses nouns where English uses imperatives (see `../ar.ts`). */
import type { SelfHelpWords } from './self-help-nb.ts';

const selfHelpAr: SelfHelpWords = {
  title: { waiting: 'أثناء الانتظار', elsewhere: 'ما قد يخفف قليلًا' },
  lead: 'كل هذا اختياري.',
  sound: {
    label: 'صوت عندما يجيب أحد',
    hint: 'صوت هادئ من نغمتين، يُسمع أيضًا أثناء استخدام علامة تبويب أخرى. ويُسمع مرة عند تشغيله.',
    again: 'أُعيد تحميل الصفحة، فتوقف الصوت. يمكنك تشغيله من جديد.',
    failed: 'المتصفح لا يسمح لنا بتشغيل صوت.',
  },
  breathing: {
    title: 'تنفس هادئ',
    about:
      'التنفس مع حركة الدائرة، لأي مدة مناسبة. وعند الدوار يُرجى التوقف والعودة إلى التنفس المعتاد. ويعمل هذا بلا شبكة أيضًا.',
    aboutStill:
      'التنفس مع الكلمات، لأي مدة مناسبة. وعند الدوار يُرجى التوقف والعودة إلى التنفس المعتاد. ويعمل هذا بلا شبكة أيضًا.',
    start: 'بدء',
    stop: 'إيقاف',
    in: 'شهيق',
    hold: 'توقف',
    out: 'زفير',
  },
  places: 'أماكن للقاء ومجموعات',
};

export default selfHelpAr;
