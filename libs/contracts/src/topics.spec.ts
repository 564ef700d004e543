import { describe, expect, it } from '@jest/globals';
import { flowDimensions, flowKey } from './events/flows.js';
import { allTopics, deadLetterDefinition, deadLetterTopic, topics } from './topics.js';
import { institutionOfSource, splitSubject, subjectOf } from './events/envelope.js';

describe('topics', () => {
  it('keep personal identifiers for 30 days, in the inbound topic alone', () => {
    expect(allTopics.filter((topic) => topic.personalData).map((topic) => topic.name)).toEqual([
      'claims.inbound.v1',
    ]);
    expect(topics.claimsInbound.retentionDays).toBe(30);
    expect(deadLetterDefinition(topics.claimsInbound)).toMatchObject({
      name: 'claims.inbound.v1.dead-letter',
      retentionDays: 30,
      compacted: false,
      personalData: true,
      partitions: 6,
    });
  });

  it('keep everything else for ever, and of flows the newest', () => {
    const rest = allTopics.filter((topic) => !topic.personalData);
    expect(rest.every((topic) => topic.retentionDays === null)).toBe(true);
    expect(rest.filter((topic) => topic.compacted).map((topic) => topic.name)).toEqual([
      'statistics.flows.v1',
    ]);
  });

  it('have a dead-letter topic by their name', () => {
    expect(deadLetterTopic('settlements.v1')).toBe('settlements.v1.dead-letter');
  });
});

describe('keys', () => {
  it('splits a subject at the first slash', () => {
    expect(splitSubject('FR:CNAM/2025/H1')).toEqual({
      institution: 'FR:CNAM',
      reference: '2025/H1',
    });
    expect(subjectOf({ institution: 'FR:CNAM', reference: '2025/H1' })).toBe('FR:CNAM/2025/H1');
    expect(splitSubject('FR:CNAM')).toBeUndefined();
    expect(splitSubject('FR:CNAM/')).toBeUndefined();
    expect(splitSubject('FR:CNAM/a\n')).toBeUndefined();
  });

  it('reads the institution of a source', () => {
    expect(institutionOfSource('urn:institution:FR:CNAM')).toBe('FR:CNAM');
    expect(institutionOfSource('urn:institution:FR')).toBeUndefined();
    expect(institutionOfSource('FR:CNAM')).toBeUndefined();
  });

  it('joins the dimensions of a flow in the order of the contract', () => {
    expect(flowDimensions.join(' ')).toBe(
      'year timeBasis reporter counterpart direction institution instrument basis entitlement careType currency',
    );
    expect(
      flowKey({
        currency: 'EUR',
        careType: null,
        entitlement: null,
        basis: 'fixed-amount',
        instrument: 'EU-987-2009',
        institution: 'IE:HSE',
        direction: 'receivable',
        counterpart: 'FR',
        reporter: 'IE',
        timeBasis: 'care',
        year: 2018,
      }),
    ).toBe('2018|care|IE|FR|receivable|IE:HSE|EU-987-2009|fixed-amount|||EUR');
  });
});
