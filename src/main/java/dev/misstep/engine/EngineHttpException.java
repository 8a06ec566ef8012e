package dev.misstep.engine;

/** What kept a request from being answered, which is its cause: docker-java's interface knows no checked exceptions. */
final class EngineHttpException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    EngineHttpException(Exception cause) {
        super(cause.getMessage(), cause);
    }
}
