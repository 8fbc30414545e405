/** English: texts of the page about the service. */
import type { AboutWords } from '../words.ts';

const aboutEn: AboutWords = {
  title: 'About us and privacy',
  lead: 'We run this page. Here you can chat with a volunteer without saying who you are.',
  back: 'To the front page',
  contact: {
    title: 'Contact us',
    none: 'No contact details have been entered here yet.',
    responsible: 'Responsible',
    email: 'Email',
    phone: 'Phone',
    privacy: 'Questions about privacy',
  },
  parts: [
    {
      title: 'What we keep about you',
      texts: [
        'We don’t ask for a name, and we use no cookies when you chat with us. We don’t know who you are.',
        'Messages are encrypted all the way between you and the volunteer. We can’t read them. When the chat is over, it is deleted. Only a goodbye from the volunteer may stay, encrypted, for up to ten minutes, so that you can read it.',
        'You can tell us a little before you start, such as a topic and your age. Only the volunteer sees it. It is deleted with the chat.',
        'Your network address is used only while you are connected, to stop misuse. We never write it down.',
        'Your tab remembers the chat until it ends, so that you can reload the page. “Leave this page” deletes this too.',
      ],
    },
    {
      title: 'What the encryption protects',
      texts: [
        'Messages are encrypted in your browser. Only you and the volunteer have the keys. If the volunteer lets a shift leader in, you see the name for as long as the leader reads along. Nobody who listens on the network, or gets hold of the server later, can read them.',
        'Some things you have to trust. Whoever controls the server while you chat could send you a false page or false keys and read along. Neither you nor the volunteer would notice.',
        'The volunteer can read what you write, and remember it. So can others who use your device, if the page is open.',
        'Whoever watches your network can see that you use this page, when you write, and roughly how much. Not what you write.',
      ],
    },
    {
      title: 'If you answer questions afterwards',
      texts: [
        'The numbers are added to sums for the whole month, once five or more have answered. Nobody can see what you answered.',
        'If you write a comment, we read it together with what others wrote. It is deleted after 60 days at the latest.',
      ],
    },
    {
      title: 'When it does not stay between us',
      texts: [
        'The volunteer must try to get help if someone may die or be seriously hurt, or if a child is being hurt or abused. We can’t trace you.',
      ],
    },
    {
      title: 'Your rights',
      texts: [
        'We don’t know who has written to us, so we can’t find a chat again.',
        'If you are not happy with us, you can complain to the data protection authority.',
      ],
      ask: 'You can ask us what we keep, and ask to see or delete it.',
    },
    {
      title: 'The page should work for everyone',
      texts: [
        'The page should work by keyboard, with a screen reader, in large text and without motion. It is tested against WCAG 2.2 at level AA. We know of no faults on the pages for you who look for help.',
      ],
      ask: 'If something doesn’t work for you, please write to us.',
    },
  ],
};

export default aboutEn;
