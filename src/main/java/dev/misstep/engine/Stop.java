package dev.misstep.engine;

import com.github.dockerjava.transport.DockerHttpClient;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Stops one running build: ends the transfer of its context, asks the engine to stop, gives it a moment to tell how the
 * steps ended, and then breaks the connection, which stops a build too.
 */
final class Stop implements Runnable {
    private static final int GRACE_SECONDS = 5;

    private final BodyPipe body;
    private final Request request;
    private final DockerHttpClient http;
    private final Consumer<String> trouble;
    private final Thread builder = Thread.currentThread();
    private final CountDownLatch ended = new CountDownLatch(1);

    /** Asks the engine to stop. */
    interface Request {
        void send() throws EngineException, IOException;
    }

    /** To be made on the thread that builds. */
    Stop(BodyPipe body, Request request, DockerHttpClient http, Consumer<String> trouble) {
        this.body = body;
        this.request = request;
        this.http = http;
        this.trouble = trouble;
    }

    @Override
    public void run() {
        try {
            body.close();
            request.send();
        } catch (EngineException | IOException e) {
            trouble.accept("the engine was not told to stop: " + e.getMessage());
        }
        try {
            // the thread that builds cannot wait for itself
            if (Thread.currentThread() == builder || !ended.await(GRACE_SECONDS, TimeUnit.SECONDS)) {
                http.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            trouble.accept("the connection was not closed: " + e.getMessage());
        }
    }

    /** The build has ended: there is nothing left to wait for. */
    void ended() {
        ended.countDown();
    }
}
