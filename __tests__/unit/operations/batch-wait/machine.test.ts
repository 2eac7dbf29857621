import { describe, expect, test } from '@jest/globals';
import type { Rules } from '../../../../src/operations/batch-wait/state.ts';
import type { Dates } from './job-at.ts';
import { play, type Event } from './play.ts';

const DAY_OLD: Dates = { began: -1500, ended: -1490 };
const RECENT: Dates = { began: -60, ended: -30 };
/** A run that began and ended in this wait. */
const NEW: Dates = { began: 0, ended: 0.1 };
const LATER: Dates = { due: 60 };

const WITH = {
  start: { start: 'always' },
  ifFailed: { start: 'if-failed' },
  ifFailedSince: { start: 'if-failed', startedAfterIsGiven: true },
  scheduled: { allowScheduled: true },
  requeue: { requeueLimit: 2 },
  startAndRequeue: { start: 'always', requeueLimit: 1 },
  once: { once: true },
  onceStart: { once: true, start: 'always' },
  onceIfFailed: { once: true, start: 'if-failed' },
  cancel: { cancelOn: ['interrupted', 'timeout'] },
} as const satisfies Record<string, Partial<Rules>>;

type Row = readonly [events: readonly Event[], told: string, rules?: keyof typeof WITH];

const firstPoll: Row[] = [
  [[['Finished', RECENT]], 'finished'],
  [[['Error', RECENT]], 'error'],
  [[['Canceled', RECENT]], 'canceled'],
  [[['Cancelled', RECENT]], 'canceled'],
  [[['NotRun', RECENT]], 'not-run'],
  [[['Finished', DAY_OLD]], 'open'],
  [[['Error', DAY_OLD]], 'open'],
  [[['Canceled', DAY_OLD]], 'open'],
  [[['NotRun', DAY_OLD]], 'open'],
  [[['Finished', { began: -723, ended: -1 }]], 'open'],
  [[['Finished', { began: -722, ended: -1 }]], 'finished'],
  [[['Finished', { ended: -30 }]], 'finished'],
  // A row whose dates contradict each other proves nothing.
  [[['Finished', { began: -30, ended: -60 }]], 'open'],
  [[['Finished', { began: -30, ended: -60 }], 120, ['Finished', { began: -30, ended: -60 }]], 'ended-unknown'],
  [[['Error', { began: -30, ended: -60 }], 120, ['Error', { began: -30, ended: -60 }]], 'error'],
  [[['Error', { began: -1400, ended: -1450 }], 120, ['Error', { began: -1400, ended: -1450 }]], 'open'],
  [[['Finished', { ended: -900 }]], 'open'],
  [[['Finished', { ...LATER, ...RECENT }]], 'finished'],
  [[['Waiting']], 'open'],
  [[['Waiting', DAY_OLD]], 'open'],
  [[['Waiting', { due: -1, ...RECENT }]], 'open'],
  [[['Scheduled']], 'open'],
  [[['Ready']], 'open'],
  [[['Executing', { began: -5000 }]], 'open'],
  [[['Cancelling']], 'open'],
  [[['Canceling']], 'open'],
  [[['Ready', LATER]], 'open'],
  [[['Waiting', LATER]], 'scheduled'],
  [[['Scheduled', LATER]], 'scheduled'],
  [[['Waiting', { due: 0.4 }]], 'open'],
  [[['Waiting', { due: 0.6 }]], 'scheduled'],
  [[['Waiting', { began: 60 }]], 'scheduled'],
  [[['Waiting', { ...LATER, ...DAY_OLD }]], 'scheduled'],
  [[['Waiting', { ...LATER, ...RECENT }]], 'ended-unknown'],
  [[['Waiting', { ...LATER, began: -30, ended: -60 }]], 'scheduled'],
  [[['Waiting', { ...LATER, ended: -60 }]], 'scheduled'],
  [[['Waiting', LATER]], 'open', 'scheduled'],
  [[['Waiting', { ...LATER, ...RECENT }]], 'open', 'scheduled'],
  [[['Hold', RECENT]], 'withheld'],
  [[['Hold', LATER]], 'withheld', 'scheduled'],
  [[['Paused']], 'open'],
  [[['']], 'open'],
  [[['constructor']], 'open'],
  [['missing'], 'open'],
  [['missing', 'missing'], 'failed'],
  [['missing', ['Finished', RECENT]], 'finished'],
];

const evidence: Row[] = [
  // Pending or under way, and then an end that its dates prove.
  [[['Waiting'], ['Finished', NEW]], 'finished'],
  [
    [
      ['Waiting', RECENT],
      ['Finished', NEW],
    ],
    'finished',
  ],
  [
    [
      ['Executing', { began: -5000 }],
      ['Finished', { began: -5000, ended: 0 }],
    ],
    'finished',
  ],
  [
    [
      ['Executing', { began: -5, ended: -90 }],
      ['Finished', { began: -5, ended: 0 }],
    ],
    'finished',
  ],
  [
    [
      ['Executing', { began: -5 }],
      ['Error', { began: -5, ended: 0 }],
    ],
    'error',
  ],
  [
    [
      ['Ready', RECENT],
      ['Canceled', NEW],
    ],
    'canceled',
  ],
  [
    [
      ['Cancelling', { began: -5 }],
      ['Canceled', { began: -5, ended: 0 }],
    ],
    'canceled',
  ],
  [
    [
      ['Paused', RECENT],
      ['Finished', NEW],
    ],
    'finished',
  ],
  [[['Executing', { began: -5 }], ['Paused'], ['Finished', { began: -5, ended: 0 }]], 'finished'],
  [[['Executing', { began: -5 }], ['Hold']], 'withheld'],
  // An older row of a replica: not later, begun before, or with dates that contradict each other.
  [
    [
      ['Executing', { began: -5, ended: -90 }],
      ['Finished', { began: -95, ended: -90 }],
    ],
    'open',
  ],
  [
    [
      ['Executing', { began: -5 }],
      ['Finished', { began: -95, ended: -90 }],
    ],
    'open',
  ],
  [
    [
      ['Executing', { began: -5 }],
      ['Finished', { ended: -90 }],
    ],
    'open',
  ],
  [
    [
      ['Executing', { began: -5 }],
      ['Finished', { began: -5 }],
    ],
    'open',
  ],
  [
    [
      ['Waiting', RECENT],
      ['Finished', RECENT],
    ],
    'open',
  ],
  [
    [
      ['Waiting', RECENT],
      ['Finished', { began: -20, ended: -25 }],
    ],
    'open',
  ],
  [[['Waiting'], ['Executing', { began: -5 }], ['Finished', { began: -95, ended: -90 }]], 'open'],
  [
    [
      ['Executing', { began: -5 }],
      ['Finished', { began: -95, ended: -90 }],
      ['Error', { began: -5, ended: 0 }],
    ],
    'error',
  ],
  [
    [
      ['Executing', { began: -5 }],
      ['Finished', RECENT],
      ['Executing', { began: -5 }],
      ['Finished', { began: -5, ended: 0 }],
    ],
    'finished',
  ],
  [
    [
      ['Executing', { began: -5 }],
      ['Error', RECENT],
      ['Finished', { began: -5, ended: 0 }],
    ],
    'finished',
  ],
  // Two minutes later it is what it says, and Finished is not known to be.
  [[['Waiting', RECENT], ['Finished', RECENT], 129, ['Finished', RECENT]], 'open'],
  [[['Waiting', RECENT], ['Finished', RECENT], 130, ['Finished', RECENT]], 'ended-unknown'],
  [[['Waiting', RECENT], ['Error', RECENT], 130, ['Error', RECENT]], 'error'],
  [[['Waiting', RECENT], ['Canceled', RECENT], 130, ['Canceled', RECENT]], 'canceled'],
  [[['Waiting', RECENT], ['NotRun', RECENT], 130, ['NotRun', RECENT]], 'not-run'],
  [[['Waiting', RECENT], ['Finished', RECENT], 130, ['Error', RECENT]], 'error'],
  [[['Waiting', RECENT], ['Finished', RECENT], ['Waiting', RECENT], 130, ['Finished', RECENT]], 'open'],
  [[['Waiting', RECENT], ['Finished', RECENT], 130, 'outage'], 'open'],
  [[['Waiting', RECENT], ['Finished', RECENT], 'deadline'], 'ended-unknown'],
  [[['Waiting', RECENT], ['Error', RECENT], 'deadline'], 'error'],
  [[['Waiting', RECENT], ['Finished', RECENT], 'interrupted'], 'interrupted'],
  // No date at the first poll proves nothing either.
  [[['Finished']], 'open'],
  [[['Error']], 'open'],
  [[['Finished'], 120, ['Finished']], 'ended-unknown'],
  [[['Error'], 120, ['Error']], 'error'],
  [[['Canceled'], 120, ['Canceled']], 'canceled'],
  [[['Finished'], 'deadline'], 'ended-unknown'],
  [[['Finished'], ['Finished', NEW]], 'finished'],
  [[['Finished'], ['Executing', { began: 0 }], ['Error', NEW]], 'error'],
  // A run that does not count, and what follows it.
  [
    [
      ['Finished', DAY_OLD],
      ['Finished', DAY_OLD],
    ],
    'open',
  ],
  [[['Finished', DAY_OLD], 600, ['Finished', DAY_OLD]], 'open'],
  [[['Finished', DAY_OLD], 'deadline'], 'timeout'],
  [
    [
      ['Finished', DAY_OLD],
      ['Finished', NEW],
    ],
    'finished',
  ],
  [
    [
      ['Finished', DAY_OLD],
      ['Finished', { began: -1400, ended: -1 }],
    ],
    'open',
  ],
  [
    [
      ['Finished', DAY_OLD],
      ['Error', DAY_OLD],
    ],
    'open',
  ],
  [
    [
      ['Finished', DAY_OLD],
      ['Waiting', DAY_OLD],
    ],
    'open',
  ],
  [
    [
      ['Finished', DAY_OLD],
      ['Waiting', DAY_OLD],
      ['Finished', DAY_OLD],
    ],
    'open',
  ],
  [
    [
      ['Finished', DAY_OLD],
      ['Executing', { began: -1400 }],
      ['Error', { began: -1400, ended: 0 }],
    ],
    'error',
  ],
  [
    [
      ['Finished', DAY_OLD],
      ['Waiting', { ...LATER, ...DAY_OLD }],
    ],
    'scheduled',
  ],
];

const recurring: Row[] = [
  // A newer run is under way, so the one that was waited for has ended, and nobody saw how.
  [
    [
      ['Executing', { began: -5, ended: -90 }],
      ['Executing', { began: 0.1, ended: 0 }],
    ],
    'ended-unknown',
  ],
  [
    [
      ['Executing', { began: -5 }],
      ['Executing', { began: 0.1, ended: 0 }],
    ],
    'ended-unknown',
  ],
  [
    [
      ['Executing', { began: -5, ended: -90 }],
      ['Ready', { began: -5, ended: 0 }],
    ],
    'ended-unknown',
  ],
  // Not proved: the run goes on in its next active period, or ends just now.
  [
    [
      ['Executing', { began: -5, ended: -90 }],
      ['Executing', { began: 0.1, ended: -90 }],
    ],
    'open',
  ],
  [
    [
      ['Executing', { began: -5, ended: -90 }],
      ['Executing', { began: -5, ended: 0 }],
    ],
    'open',
  ],
  [
    [
      ['Executing', { began: -5 }],
      ['Waiting', { ...LATER, began: -5, ended: 0 }],
    ],
    'ended-unknown',
  ],
  [
    [
      ['Executing', { began: -5, ended: -90 }],
      ['Waiting', { began: -5, ended: 0 }],
    ],
    'ended-unknown',
  ],
  [
    [
      ['Waiting', RECENT],
      ['Waiting', { ...LATER, ...NEW }],
    ],
    'ended-unknown',
  ],
  [
    [
      ['Waiting', RECENT],
      ['Waiting', NEW],
    ],
    'ended-unknown',
  ],
  [
    [
      ['Waiting', RECENT],
      ['Waiting', RECENT],
    ],
    'open',
  ],
  // An active period does that: no end without a later date.
  [
    [
      ['Executing', RECENT],
      ['Waiting', RECENT],
    ],
    'open',
  ],
  [
    [
      ['Executing', RECENT],
      ['Waiting', { ...LATER, ...RECENT }],
    ],
    'open',
  ],
  [[['Executing', RECENT], ['Waiting', RECENT], 'deadline'], 'ended-unknown'],
  [[['Executing', RECENT], ['Waiting', { ...LATER, ...RECENT }], 'deadline'], 'ended-unknown'],
  [[['Executing', RECENT], ['Waiting', RECENT], ['Executing', RECENT], 'deadline'], 'timeout'],
  [
    [
      ['Executing', { began: -5 }],
      ['Waiting', { began: -5 }],
      ['Executing', { began: -5 }],
      ['Error', { began: -5, ended: 0 }],
    ],
    'error',
  ],
  [[['Waiting', RECENT], 'deadline'], 'timeout'],
  [
    [
      ['Waiting', LATER],
      ['Executing', { began: 0 }],
      ['Waiting', { due: 120, ...NEW }],
    ],
    'ended-unknown',
    'scheduled',
  ],
  [
    [
      ['Waiting', LATER],
      ['Waiting', { due: 90 }],
    ],
    'open',
    'scheduled',
  ],
  [
    [
      ['Executing', { began: -5 }],
      ['Finished', { ...LATER, began: -5, ended: 0 }],
    ],
    'finished',
  ],
];

const starts: Row[] = [
  [
    [
      ['Finished', RECENT],
      'accepted',
      ['Executing', { began: 0, ended: -30 }],
      'outage',
      ['Executing', { began: 0.3, ended: 0.2 }],
      ['Finished', { began: 0.3, ended: 0.5 }],
    ],
    'start, ended-unknown',
    'start',
  ],
  [[['Finished', RECENT], 'accepted', ['Executing', { began: 0, ended: -30 }]], 'start, open', 'start'],
  ...(['Finished', 'Error', 'Canceled', 'NotRun', 'Waiting', 'Scheduled'] as const).map((status): Row => [
    [[status, RECENT]],
    'start, open',
    'start',
  ]),
  ...(['Ready', 'Executing', 'Cancelling', 'Paused'] as const).map((status): Row => [
    [[status, RECENT]],
    'failed',
    'start',
  ]),
  [[['Hold', RECENT]], 'withheld', 'start'],
  [[['Finished', RECENT], 'refused'], 'start, failed', 'start'],
  [[['Finished', RECENT], 'accepted', ['Finished', RECENT]], 'start, open', 'start'],
  [
    [['Finished', RECENT], 'accepted', ['Finished', RECENT], 140, ['Finished', RECENT]],
    'start, ended-unknown',
    'start',
  ],
  [
    [['Error', RECENT], 'accepted', ['Error', RECENT], ['Executing', { began: 0 }], ['Finished', NEW]],
    'start, finished',
    'start',
  ],
  [[['Error', RECENT], 'accepted', ['Error', RECENT], 140, ['Error', RECENT]], 'start, error', 'start'],
  [[['Finished', RECENT], 'accepted', ['Waiting', RECENT], ['Finished', RECENT]], 'start, open', 'start'],
  [
    [['Finished', RECENT], 'accepted', ['Executing', { began: 0 }], ['Finished', RECENT], ['Error', NEW]],
    'start, error',
    'start',
  ],
  [[['Finished', RECENT], 'accepted', ['Finished', NEW]], 'start, finished', 'start'],
  [[['Error', RECENT], 'accepted', ['Finished', RECENT]], 'start, open', 'start'],
  [[['Finished', RECENT], 'accepted', ['Hold', RECENT]], 'start, withheld', 'start'],
  [[['Error'], 'accepted', ['Error', NEW]], 'start, error', 'start'],
  [[['Waiting', RECENT], 'accepted', ['Finished', NEW]], 'start, finished', 'start'],
  [[['Waiting', { ...LATER, ...RECENT }], 'accepted', ['Waiting', { due: 0, ...RECENT }]], 'start, open', 'start'],
  // What it shows may be the row from before the start.
  [[['Waiting', { ...LATER, ...RECENT }], 'accepted', ['Waiting', { ...LATER, ...RECENT }]], 'start, open', 'start'],
  [
    [
      ['Waiting', { ...LATER, ...RECENT }],
      'accepted',
      ['Waiting', { ...LATER, ...RECENT }],
      140,
      ['Waiting', { ...LATER, ...RECENT }],
    ],
    'start, scheduled',
    'start',
  ],
  [[['Finished', RECENT], 'accepted', ['Waiting', { ...LATER, ...RECENT }]], 'start, scheduled', 'start'],
  [
    [['Waiting', { ...LATER, ...RECENT }], 'accepted', ['Waiting', { ...LATER, ...NEW }]],
    'start, ended-unknown',
    'start',
  ],
  [[['Finished', RECENT], 'accepted', 'deadline'], 'start, timeout', 'start'],
  // Not clear whether it was started: the job is read for two minutes.
  [[['Finished', RECENT], 'unclear', ['Finished', RECENT], 129, ['Finished', RECENT]], 'start, open', 'start'],
  [[['Finished', RECENT], 'unclear', ['Finished', RECENT], 130, ['Finished', RECENT]], 'start, failed', 'start'],
  [[['Finished', RECENT], 'unclear', ['Waiting', RECENT], 200, ['Finished', NEW]], 'start, finished', 'start'],
  [[['Finished', RECENT], 'unclear', 100, ['Executing', { began: 0 }]], 'start, open', 'start'],
  [[['Finished', RECENT], 'unclear', 'outage', 200, 'outage', ['Executing', { began: 0 }]], 'start, open', 'start'],
  [[['Finished', RECENT], 'unclear', ['Finished', NEW]], 'start, finished', 'start'],
  [
    [
      ['Waiting', { ...LATER, ...RECENT }],
      'unclear',
      ['Waiting', { ...LATER, ...RECENT }],
      130,
      ['Waiting', { ...LATER, ...RECENT }],
    ],
    'start, failed',
    'start',
  ],
  [[['Finished', RECENT], 'unclear', ['Finished', RECENT], 'deadline'], 'start, timeout', 'start'],
  // No token was to be had, so nothing was sent: the next poll decides anew.
  [[['Finished', RECENT], 'outage'], 'start, open', 'start'],
  [[['Finished', RECENT], 'outage', ['Finished', RECENT]], 'start, start, open', 'start'],
  [[['Finished', RECENT], 'outage', ['Executing', { began: 0 }]], 'start, failed', 'start'],
  [[['Finished', RECENT], 'outage', 'deadline'], 'start, timeout', 'start'],
];

const ifFailed: Row[] = [
  ...(['Error', 'Canceled', 'NotRun'] as const).map((status): Row => [[[status, DAY_OLD]], 'start, open', 'ifFailed']),
  [[['Finished', RECENT]], 'finished', 'ifFailed'],
  [[['Finished', { began: -99_999, ended: -99_990 }]], 'finished', 'ifFailed'],
  [[['Finished', DAY_OLD]], 'start, open', 'ifFailedSince'],
  [[['Finished', RECENT]], 'finished', 'ifFailedSince'],
  [[['Finished']], 'open', 'ifFailed'],
  [[['Finished'], 120, ['Finished']], 'ended-unknown', 'ifFailed'],
  [[['Ready', RECENT]], 'open', 'ifFailed'],
  [
    [
      ['Executing', { began: -5 }],
      ['Finished', { began: -5, ended: 0 }],
    ],
    'finished',
    'ifFailed',
  ],
  [
    [
      ['Executing', { began: -5 }],
      ['Error', { began: -5, ended: 0 }],
    ],
    'error',
    'ifFailed',
  ],
  [
    [
      ['Cancelling', { began: -5 }],
      ['Canceled', { began: -5, ended: 0 }],
    ],
    'canceled',
    'ifFailed',
  ],
  [[['Waiting', { due: -1 }]], 'open', 'ifFailed'],
  [[['Waiting', LATER]], 'scheduled', 'ifFailed'],
  [[['Waiting', { ...LATER, ...DAY_OLD }]], 'ended-unknown', 'ifFailed'],
  [[['Hold', RECENT]], 'withheld', 'ifFailed'],
  [[['Paused']], 'failed', 'ifFailed'],
  [[['Error', RECENT], 'accepted', ['Executing', { began: 0 }], ['Error', NEW]], 'start, error', 'ifFailed'],
];

const ERROR: Event = ['Error', { began: -5, ended: 0 }];
const requeues: Row[] = [
  [
    [
      ['Executing', { began: -5 }],
      ERROR,
      15,
      ERROR,
      'accepted',
      ['Executing', { began: 0.3, ended: 0 }],
      ['Executing', { began: 0.5, ended: 0.4 }],
    ],
    'start, ended-unknown',
    'requeue',
  ],
  [[['Executing', { began: -5 }], ERROR], 'open', 'requeue'],
  [[['Executing', { began: -5 }], ERROR, 12, ERROR], 'open', 'requeue'],
  [[['Executing', { began: -5 }], ERROR, 15, ERROR], 'start, open', 'requeue'],
  [[['Executing', { began: -5 }], ERROR, 15, ERROR, 'accepted', ERROR], 'start, open', 'requeue'],
  [
    [['Executing', { began: -5 }], ERROR, 15, ERROR, 'accepted', ERROR, ['Finished', { began: 0.3, ended: 0.4 }]],
    'start, finished',
    'requeue',
  ],
  [
    [
      ['Executing', { began: -5 }],
      ERROR,
      15,
      ERROR,
      'accepted',
      ['Executing', { began: 0.3 }],
      ERROR,
      ['Finished', { began: 0.3, ended: 0.4 }],
    ],
    'start, finished',
    'requeue',
  ],
  [[['Executing', { began: -5 }], ERROR, 15, ERROR, 'refused'], 'start, error', 'requeue'],
  [[['Executing', { began: -5 }], ERROR, 15, ERROR, 'unclear', ERROR, 150, ERROR], 'start, error', 'requeue'],
  [
    [['Executing', { began: -5 }], ERROR, 12, ['Executing', { began: 0.2 }], ['Finished', { began: 0.2, ended: 0.3 }]],
    'finished',
    'requeue',
  ],
  [[['Executing', { began: -5 }], ERROR, 'outage', 'outage'], 'open', 'requeue'],
  [[['Executing', { began: -5 }], ERROR, 12, 'deadline'], 'error', 'requeue'],
  [[['Executing', { began: -5 }], ERROR, 15, ERROR, 'deadline'], 'start, timeout', 'requeue'],
  [[['Error', DAY_OLD]], 'open', 'requeue'],
  [[['Error', RECENT]], 'open', 'requeue'],
  [[['Canceled', RECENT]], 'canceled', 'requeue'],
  [
    [
      ['Finished', RECENT],
      'accepted',
      ['Error', NEW],
      40,
      ['Error', NEW],
      'accepted',
      ['Error', { began: 0.9, ended: 1 }],
    ],
    'start, start, error',
    'startAndRequeue',
  ],
];

const once: Row[] = [
  [[['Executing', { began: -5 }]], 'pending', 'once'],
  [[['Waiting', RECENT]], 'pending', 'once'],
  [[['Ready']], 'pending', 'once'],
  [[['Finished', DAY_OLD]], 'pending', 'once'],
  [[['Finished', RECENT]], 'finished', 'once'],
  [[['Error', RECENT]], 'error', 'once'],
  [[['Waiting', LATER]], 'scheduled', 'once'],
  [[['Hold']], 'withheld', 'once'],
  [[['Paused']], 'failed', 'once'],
  [['outage'], 'failed', 'once'],
  [['odd'], 'failed', 'once'],
  [['missing'], 'open', 'once'],
  [['missing', 'missing'], 'failed', 'once'],
  [['missing', 'outage'], 'failed', 'once'],
  [['missing', ['Executing']], 'pending', 'once'],
  [[['Finished']], 'open', 'once'],
  [[['Finished'], 120, ['Finished']], 'ended-unknown', 'once'],
  [[['Finished'], 'outage'], 'open', 'once'],
  [[['Finished'], 120, 'outage'], 'ended-unknown', 'once'],
  [[['Finished'], ['Executing', { began: 0 }]], 'pending', 'once'],
  [[['Finished', RECENT], 'accepted'], 'start, pending', 'onceStart'],
  [[['Finished', RECENT], 'refused'], 'start, failed', 'onceStart'],
  [[['Finished', RECENT], 'outage'], 'start, failed', 'onceStart'],
  [[['Finished', RECENT], 'unclear'], 'start, open', 'onceStart'],
  [[['Finished', RECENT], 'unclear', ['Executing', { began: 0 }]], 'start, pending', 'onceStart'],
  [[['Finished', RECENT], 'unclear', ['Finished', RECENT], 130, ['Finished', RECENT]], 'start, failed', 'onceStart'],
  [[['Finished', RECENT], 'unclear', 'outage', 130, 'outage'], 'start, failed', 'onceStart'],
  [[['Error', RECENT], 'accepted'], 'start, pending', 'onceIfFailed'],
  [[['Finished', DAY_OLD]], 'finished', 'onceIfFailed'],
];

const endings: Row[] = [
  [['odd'], 'failed'],
  [['outage', 'odd'], 'failed'],
  [['outage', 'outage', 'outage', 100, 'outage'], 'open'],
  [[['Executing'], 'odd', 'odd', 'odd'], 'open'],
  [[['Executing'], 'odd', 'odd', 69, 'odd'], 'open'],
  [[['Executing'], 'odd', 'odd', 70, 'odd'], 'failed'],
  [[['Executing'], 'odd', 100, 'odd'], 'open'],
  [[['Executing'], 'odd', 'odd', ['Executing'], 200, 'odd'], 'open'],
  [[['Executing'], 'odd', 'odd', 'outage', 200, 'odd'], 'open'],
  [[['Executing'], 'missing'], 'open'],
  [[['Executing'], 'missing', 'missing'], 'deleted'],
  [[['Executing'], 'missing', ['Executing'], 'missing'], 'open'],
  [[['Executing'], 'missing', 'outage', 'missing'], 'deleted'],
  [[['Executing'], 'deadline'], 'timeout'],
  [[['Executing'], 'interrupted'], 'interrupted'],
  [['deadline'], 'timeout'],
  [[['Executing'], 'deadline'], 'cancel, timeout', 'cancel'],
  [[['Waiting'], 'interrupted'], 'cancel, interrupted', 'cancel'],
  [[['Paused'], 'interrupted'], 'interrupted', 'cancel'],
  [[['Finished', DAY_OLD], 'deadline'], 'timeout', 'cancel'],
  [['deadline'], 'timeout', 'cancel'],
];

const written = (event: Event) =>
  typeof event === 'object'
    ? `${event[0] || '(none)'}${Object.entries(event[1] ?? {})
        .map(([name, minutes]) => ` ${name} ${String(minutes)}`)
        .join('')}`
    : typeof event === 'number'
      ? `(at ${event} s)`
      : event;

const tables = { firstPoll, evidence, recurring, starts, ifFailed, requeues, once, endings };

test('there are at least 120 rows, all different', () => {
  const rows = Object.values(tables).flat();
  expect(new Set(rows.map((row) => JSON.stringify(row))).size).toBe(rows.length);
  expect(rows.length).toBeGreaterThanOrEqual(120);
});

describe.each(Object.entries(tables))('%s', (_, rows) => {
  test.each(rows.map(([events, told, rules]) => ({ events, told, rules, title: events.map(written).join(' → ') })))(
    '$title ($rules): $told',
    ({ events, told, rules }) => {
      expect(play(rules ? WITH[rules] : {}, events).told).toBe(told);
    },
  );
});
