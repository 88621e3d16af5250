package io.lotse.gateway;

import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.gateway.StaticAnswer;

/** Answers in place of instances that cannot: with a fixed answer, or with what another service says to the same request. */
final class FallbackInterceptor implements Interceptor {
    private final StaticReply reply;
    private final Target target;

    /**
     * @param answer null where the target answers
     * @param target null where the answer does
     */
    FallbackInterceptor(StaticAnswer answer, Target target) {
        this.reply = answer == null ? null : new StaticReply(answer, null);
        this.target = target;
    }

    @Override
    public Interception join(Exchange exchange) {
        return new Once();
    }

    /** Falls back once in an exchange. */
    private final class Once implements Interception {
        private boolean used;

        @Override
        public boolean answer(Exchange exchange, Answer answer) {
            return answer.status() >= 502 && answer.status() <= 504 && fallBack(exchange);
        }

        @Override
        public boolean failed(Exchange exchange, ProblemCode code, String detail) {
            return fallBack(exchange);
        }

        private boolean fallBack(Exchange exchange) {
            if (used || reply == null && !exchange.upload().canStartAgain()) {
                return false;
            }
            used = true;
            if (reply != null) {
                reply.reply(exchange);
            } else {
                exchange.forward(target);
            }
            return true;
        }
    }
}
