/** Arabic: texts of the widget on other sites. */
import type { EmbedWords } from '../words.ts';

const embedAr: EmbedWords = {
  title: 'بحاجة إلى من يصغي إليك؟',
  looking: 'نتحقق إن كان أحد يستطيع الرد …',
  states: {
    open: 'الخدمة مفتوحة الآن',
    busy: 'الخدمة مفتوحة، لكن كثيرين ينتظرون',
    full: 'قائمة الانتظار ممتلئة الآن',
    closed: 'الخدمة مغلقة الآن',
    unknown: 'لا نستطيع الوصول إلى الخدمة الآن',
  },
  opens: (when) => `نفتح من جديد ${when}.`,
  dayAt: (day, time) => `${day} الساعة ${time}`,
  write: 'الكتابة إلينا',
  others: 'أرقام يمكنك الاتصال بها الآن',
  newTab: 'في علامة تبويب جديدة',
  talk: 'للحديث مع أحد، ليلًا ونهارًا:',
  danger: 'في خطر؟',
  call: (number) => `الاتصال بـ ${number}`,
};

export default embedAr;
