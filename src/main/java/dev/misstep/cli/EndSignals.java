package dev.misstep.cli;

import dev.misstep.engine.WrappedCommand;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Signals that ask a process to end, while a command runs. A terminal sends Ctrl-C to the command as well, so that is
 * waited for; the others are passed on. Whoever asks twice does not want to wait.
 */
final class EndSignals implements AutoCloseable {
    private static final String TO_ALL = "INT";
    private static final List<String> NAMES = List.of(TO_ALL, "TERM", "HUP");

    private final List<Runnable> takenBack = new ArrayList<>();
    private @Nullable WrappedCommand command;
    private @Nullable String heard;
    private int status;

    private EndSignals() {}

    /** Listens until closed. A signal that the process was told to ignore, as by {@code nohup}, stays ignored. */
    static EndSignals listen() {
        EndSignals signals = new EndSignals();
        for (String name : NAMES) {
            try {
                signals.takenBack.add(signals.handle(name));
            } catch (ReflectiveOperationException e) {
                break; // a JVM that has no such thing, or was told to leave signals alone, ends as it always does
            }
        }
        return signals;
    }

    /** Whether the user, or a system, wants an end. */
    synchronized boolean heard() {
        return heard != null;
    }

    /** What a shell says of a process that the signal ended. */
    synchronized int status() {
        return status;
    }

    /** Has the command hear of it, too; also what was heard while it started. */
    synchronized void passOnTo(WrappedCommand started) {
        command = started;
        if (heard != null && !heard.equals(TO_ALL)) {
            started.end();
        }
    }

    @Override
    public void close() {
        takenBack.forEach(Runnable::run);
    }

    private synchronized void hear(String name, int number) {
        WrappedCommand running = command;
        if (heard != null) {
            if (running != null) {
                running.kill();
            }
            Runtime.getRuntime().halt(status);
        }
        heard = name;
        status = 128 + number;
        if (running != null && !name.equals(TO_ALL)) {
            running.end();
        }
    }

    // By name, as the compiler warns of each mention of sun.misc.Signal, and there is no other way to hear a signal
    // twice.
    private Runnable handle(String name) throws ReflectiveOperationException {
        Class<?> type = Class.forName("sun.misc.Signal");
        Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
        Object signal = type.getConstructor(String.class).newInstance(name);
        int number = (int) type.getMethod("getNumber").invoke(signal);
        Object handler = Proxy.newProxyInstance(
                handlerType.getClassLoader(), new Class<?>[] {handlerType}, (proxy, method, arguments) -> {
                    hear(name, number);
                    return null;
                });
        Object before = type.getMethod("handle", type, handlerType).invoke(null, signal, handler);
        return () -> {
            try {
                type.getMethod("handle", type, handlerType).invoke(null, signal, before);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("a signal cannot be given back", e);
            }
        };
    }
}
