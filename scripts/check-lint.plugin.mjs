// The one lint rule that no package brings: who switches a rule off says why.

const directive = /^\s*(eslint-disable|eslint-enable|@ts-expect-error|@ts-ignore|@ts-nocheck)/;

const directiveGivesReason = {
  meta: {
    type: 'problem',
    docs: { description: 'A comment that switches a check off gives its reason.' },
    messages: { missing: 'Say why: // eslint-disable-next-line some-rule -- the reason' },
    schema: [],
  },
  create(context) {
    return {
      Program() {
        for (const comment of context.sourceCode.getAllComments()) {
          const opensSomething = directive.exec(comment.value)?.[1];
          if (opensSomething === 'eslint-disable' && !/ -- \S/.test(comment.value)) {
            context.report({ loc: comment.loc, messageId: 'missing' });
          }
        }
      },
    };
  },
};

export const house = { rules: { 'directive-gives-reason': directiveGivesReason } };
