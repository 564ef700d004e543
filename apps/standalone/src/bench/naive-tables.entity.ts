import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The tables of the naive way, as TypeORM maps them. */
@Entity({ name: 'naive_inbox' })
export class NaiveInbox {
  @PrimaryColumn('text')
  key!: string;
}

@Entity({ name: 'naive_claims' })
export class NaiveClaim {
  @PrimaryColumn('text')
  subject!: string;
  @Column('text')
  statement!: string;
  @Column('text')
  debtor!: string;
  @Column('numeric')
  amount!: string;
  @Column('text')
  currency!: string;
}

@Entity({ name: 'naive_entries' })
export class NaiveEntry {
  @PrimaryColumn('text')
  subject!: string;
  @Column('numeric')
  amount!: string;
}

@Entity({ name: 'naive_balances' })
export class NaiveBalance {
  @PrimaryColumn('text')
  pair!: string;
  @Column('numeric')
  amount!: string;
}

@Entity({ name: 'naive_outcomes' })
export class NaiveOutcome {
  @PrimaryColumn('text')
  subject!: string;
  @Column('text')
  event!: string;
}
