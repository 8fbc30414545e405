/** English: texts of the statistics on the admin's page. */
import type { FiguresWords } from '../words.ts';

const NTH = ['1st', '2nd', '3rd'] as const;

const figuresEn: FiguresWords = {
  lead: 'Here you see if somebody answered when people needed it. Every number is about many people together, so nobody can be recognised.',
  unavailable: 'The numbers can’t be fetched right now. Try again in a little while.',
  offline: 'You are offline right now. Try again when your network is back.',
  empty: {
    heading: 'No finished numbers yet',
    text: 'The first ones come when the first full day is over, the next morning after 04:00. Until then you see the numbers of today here.',
  },
  tooEarly: {
    day: 'The first full day is not over yet.',
    week: 'The first full week is not over yet. Look at the days until then.',
    month: 'The first month is not over yet. Look at the days or weeks until then.',
    quarter: 'The first quarter is not over yet. Look at the months until then.',
    year: 'The first year is not over yet. Look at the quarters or months until then.',
  },
  today: {
    heading: 'Today',
    about:
      'The numbers are rounded down to 5, 10, 15 and so on, so that no single person can be followed. They are new every minute.',
    at: (time) => `Last fetched at ${time}.`,
    failed: 'New numbers did not arrive. The page tries again every minute.',
    atLeast: (number) => `at least ${number}`,
    few: 'fewer than 5',
    tickets: 'have come',
    offers: 'times a volunteer did not notice, or said no',
  },
  period: {
    heading: 'Choose a period',
    kind: 'Show numbers for',
    kinds: { day: 'Day', week: 'Week', month: 'Month', quarter: 'Quarter', year: 'Year' },
    which: {
      ...{ day: 'Which day', week: 'Which week', month: 'Which month' },
      ...{ quarter: 'Which quarter', year: 'Which year' },
    },
    older: 'The one before',
    newer: 'The one after',
    week: (number, days) => `Week ${number} (${days})`,
    quarter: (number, year) => `${NTH[Number(number) - 1] ?? `${number}th`} quarter of ${year}`,
    from: (period, day) => `${period} (from ${day})`,
    compared: (before) => `Compared with: ${before}.`,
    shorter: 'That period is shorter.',
    nothingBefore: 'There are no numbers of the period before.',
    startedOn: (day) => `The numbers begin on ${day}.`,
    zone: (zone) => `A day goes from midnight to midnight (${zone}).`,
  },
  gaps: {
    text: {
      one: 'On {n} day some numbers are missing, because the service was down. What is shown is then a little too low:',
      other:
        'On {n} days some numbers are missing, because the service was down. What is shown is then a little too low:',
    },
    more: { one: '{n} more day', other: '{n} more days' },
  },
  jump: 'On this page',
  meaning: {
    heading: 'What “<5” and “hidden” mean',
    few: '“<5” means 0, 1, 2, 3 or 4.',
    hidden:
      '“Hidden” can be any number. If it stood there, somebody could work out one of the small ones.',
    none: '“–” means that there is no number, for example because the service was closed. “Not shown” stands where an answer would be made of something small or hidden.',
    why: 'We do this so that nobody can be recognised.',
  },
  hidden: 'hidden',
  none: 'not shown',
  withShare: (number, share) => `${number} (${share})`,
  hours: (number) => `${number} hours`,
  before: (value) => `before: ${value}`,
  range: {
    under: (time) => `less than ${time}`,
    over: (time) => `more than ${time}`,
    between: (from, to) => `between ${from} and ${to}`,
  },
  closed: 'The service was closed, and nobody came.',
  headlines: {
    heading: 'In short',
    tickets: { title: 'Came here', about: 'Everyone who joined the queue.' },
    answered: { title: 'Were answered', about: 'Of all who came.' },
    inTime: { title: 'Were answered within 5 minutes', about: 'Of all who waited.' },
    median: { title: 'Usual wait', about: 'Half of those who were answered waited less.' },
    most: { title: 'Long wait', about: 'Nine in ten of those who were answered waited less.' },
    better: { title: 'Felt better afterwards', about: 'Of those who told us before and after.' },
    hours: {
      title: 'Volunteer hours',
      about: 'Time on duty without pauses in opening hours.',
    },
    used: { title: 'Time with somebody who wrote', about: 'Compared with the volunteer hours.' },
  },
  groups: {
    coming: 'Who came, and how it went',
    waiting: 'Waiting',
    talking: 'Chats',
    feeling: 'How people felt',
    people: 'What it was about',
    volunteers: 'Volunteers',
    heat: 'When in the week',
  },
  onlyLonger: {
    outcomes:
      'How the waiting ended is shown for months, quarters and years. In a shorter time there are so few that somebody could be recognised.',
    waiting:
      'Waits are shown for months, quarters and years. In a shorter time there are so few that somebody could be recognised.',
    said: 'Chats and what people tell are shown for months, quarters and years. In a shorter time there are so few that somebody could be recognised.',
    volunteers: 'Volunteer hours are shown for weeks, months, quarters and years.',
  },
  blocks: {
    outcomes: {
      title: 'How the waiting ended',
      about:
        'Everyone who joined the queue. A person who comes back after a chat that broke off is not counted again.',
      labels: {
        matched: 'Were answered',
        cancelled: 'Left the queue',
        tab_closed: 'Closed the page',
        lost: 'Lost the connection',
        silent: 'Did not say that they still waited',
        closed: 'The queue was closed',
      },
    },
    trend: {
      title: 'Over time',
      about: 'How many came, and in months and quarters, how many were answered.',
      came: 'Came',
      answered: 'Were answered',
    },
    waits: {
      title: 'How soon people were answered',
      about:
        'How many had been answered after this time. The per cent are of all who waited, also those who left. Each number includes the one before it.',
    },
    leavers: {
      title: 'How long those who left had waited',
      about:
        'How many had left without an answer after this time. Each number includes the one before it.',
    },
    ends: {
      title: 'How the chats ended',
      about: 'Chats by what ended them.',
      labels: {
        seeker: 'The person who wrote ended it',
        volunteer: 'The volunteer ended it',
        seeker_lost: 'The person who wrote lost the connection',
        silence: 'Nobody wrote any more',
        keys_differ: 'The encryption did not match',
        returned: 'Back to the queue',
        moved: 'Went on with another volunteer',
      },
    },
    durations: {
      title: 'How long the chats lasted',
      about: 'From the beginning of the chat to its end.',
    },
    change: {
      title: 'Better or worse',
      about: 'Those who told how they were both before and after the chat.',
      labels: { better: 'Better', same: 'The same', worse: 'Worse' },
    },
    heard: {
      title: 'Felt heard',
      about: 'Answers to “Did you feel heard?” after the chat.',
      labels: {
        1: 'Not at all',
        2: 'A little',
        3: 'Somewhat',
        4: 'A lot',
        5: 'Very much',
      },
    },
    before: {
      title: 'Before the chat',
      about: 'Answers to “How are you now?”, from those who also answered afterwards.',
    },
    after: { title: 'After the chat', about: 'Answers to “How are you now?” afterwards.' },
    topics: { title: 'Topics', about: 'What people chose before the chat. They may skip it.' },
    languages: { title: 'Languages', about: 'The language that people wanted to write in.' },
    ages: { title: 'Age', about: 'What people told about their age. They may skip it.' },
    staff: {
      title: 'Volunteer hours',
      about:
        'Time on duty without pauses in opening hours. Two volunteers for an hour are two hours. Time with somebody who wrote is also counted in pauses and after closing, once at least five chats are over. Some may come in the next month or be missing.',
      labels: { staff: 'On duty', busy: 'With somebody who wrote' },
    },
    offers: {
      title: 'Not accepted',
      about:
        'How often a volunteer was asked to answer and did not. The person who waited kept their place.',
      labels: { missed: 'Did not notice', declined: 'Said no' },
    },
  },
  later:
    'Chats and what people tell are counted only once at least five are alike, perhaps in the next month. Otherwise they are deleted after 15 to 30 days.',
  noTopic: 'Chose none',
  noAge: 'Did not say',
  within: (time) => `within ${time}`,
  allShown: 'In all, without “<5”',
  all: 'In all',
  heat: {
    about: (quarter) => `From the ${quarter}. All Mondays, Tuesdays and so on are added up.`,
    demand: 'When people came',
    demandAbout:
      'How many joined the queue. The bigger the box, the more. A ring is “<5”, a cross is “hidden”.',
    staffing: 'When volunteers were on duty',
    staffingAbout:
      'Volunteer hours. The bigger the box, the more hours. A ring is less than 1.25 hours, a cross is “hidden”.',
    sum: 'All',
    sumAbout: '“All” adds up the days, and has a scale of its own.',
    everyDay: 'All days',
    allDay: 'the whole day',
    hour: 'Hour',
    most: (when, value) => `Most: ${when}, ${value}`,
    when: (weekday, hour) => `${weekday} ${hour}`,
    noneShown: 'None is so many that the number is shown',
    none: 'Comes when the first quarter is over.',
  },
  plot: {
    summary: (title, values) => `${title}. ${values}. All numbers are in the table.`,
    value: (label, value) => `${label}: ${value}`,
  },
  table: 'Show the table',
  tableOf: (title) => `Table: ${title}`,
  row: 'What',
  save: {
    heading: 'Take the numbers with you',
    about: 'The files have the numbers of this page, also “<5” and “hidden”.',
    csv: 'Download a spreadsheet (CSV)',
    json: 'Download data (JSON)',
    print: 'Print the report',
    failed: 'The file could not be made. Try once more.',
    done: (file) => `${file} is among your downloads.`,
    file: (period) => `statistics-${period}`,
    columns: {
      figure: 'Figure',
      row: 'Row',
      period: 'Period',
      value: 'Value',
      unit: 'Unit',
      share: 'Share',
    },
    units: { count: 'number', hours: 'hours', share: 'share', wait: 'wait' },
  },
  report: {
    title: (period) => `Statistics for ${period}`,
    lead: 'Here people can chat with a volunteer without saying who they are.',
    methods: 'How the numbers are made',
    how: [
      'The service keeps numbers only: no name, no address and nothing that people write.',
      'Waits are measured in steps. So they are given as between two times.',
      'Per cent are made only of two numbers that are both shown.',
      'A thick bar is the first column, a thin one the second. A dotted line is hidden.',
    ],
    page: (page) => `Page ${page} of 2`,
  },
};

export default figuresEn;
