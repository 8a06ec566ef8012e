package dev.misstep.engine;

/** The engine, or the way to it, could not do what was asked. The message is one sentence for the user. */
public class EngineException extends Exception {
    private static final long serialVersionUID = 1L;

    public EngineException(String message) {
        super(message);
    }

    public EngineException(String message, Throwable cause) {
        super(message, cause);
    }
}
