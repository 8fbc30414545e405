/** Arabic: what the server writes into the page itself. */
import type { ServedWords } from '../words.ts';

const servedAr: ServedWords = {
  own: 'العربية',
  hours: {
    title: 'متى تكون الخدمة مفتوحة؟',
    always: 'الخدمة مفتوحة عند وجود شخص مناوب.',
    days: 'من {from} إلى {to}',
    every: 'كل الأيام',
    closed: 'مغلق',
    other: 'هذه الأيام مختلفة:',
  },
  loading: 'لحظة من فضلك …',
  noScript: {
    chat: 'المحادثة غير ممكنة في هذا المتصفح، لأن JavaScript متوقف فيه. لكن يمكنك الاتصال بأحد هذه الأرقام.',
    old: 'لا يحدث شيء؟ يمكن إعادة تحميل الصفحة، أو الاتصال بأحد هذه الأرقام.',
  },
};

export default servedAr;
