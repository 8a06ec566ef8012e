package dev.misstep.engine;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.exception.DockerException;
import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The items of an answer that docker-java streams on a thread of its own, and the wait for its end. */
final class StreamedAnswer<T> implements ResultCallback<T> {
    private final Consumer<T> items;
    private final CountDownLatch end = new CountDownLatch(1);
    private volatile @Nullable Throwable failure;

    StreamedAnswer(Consumer<T> items) {
        this.items = items;
    }

    @Override
    public void onStart(Closeable stream) {}

    @Override
    public void onNext(T item) {
        items.accept(item);
    }

    @Override
    public void onError(Throwable error) {
        if (failure == null) {
            failure = error;
        }
        end.countDown();
    }

    @Override
    public void onComplete() {
        end.countDown();
    }

    @Override
    public void close() throws IOException {
        end.countDown();
    }

    /** Waits for the end; what broke the stream, or {@code null} if it ended as it should. */
    @Nullable
    Throwable await() throws InterruptedException {
        end.await();
        return failure;
    }

    /** Whether the engine said so itself, by a status that is no success. */
    static boolean saidByEngine(Throwable failure) {
        return failure instanceof DockerException;
    }
}
