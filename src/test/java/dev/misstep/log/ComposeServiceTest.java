package dev.misstep.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.misstep.build.Build;
import dev.misstep.explain.Analysis;
import dev.misstep.explain.Explainer;
import dev.misstep.explain.Miss;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** docker-compose v1 announces each service on a line above its build. */
class ComposeServiceTest {
    private static final String CLASSIC = """
            db uses an image, skipping
            Building web
            Step 1/2 : FROM busybox
             ---> 0a1b2c3d4e5f
            Step 2/2 : RUN make
             ---> Running in 112233445566
            Removing intermediate container 112233445566
             ---> 1a1b2c3d4e5f
            Successfully built 1a1b2c3d4e5f
            Successfully tagged app_web:latest
            Building job-1
            Step 1/2 : FROM busybox
             ---> 0a1b2c3d4e5f
            Step 2/2 : RUN make
             ---> Using cache
             ---> 1a1b2c3d4e5f
            Successfully built 1a1b2c3d4e5f
            Successfully tagged app_job-1:latest
            """;

    @Test
    void classicBuildsHaveTheirServices() {
        assertThat(Logs.read(CLASSIC)).extracting(Build::target).containsExactly("web", "job-1");
    }

    /** Compose v2 labels the images that the classic builder builds, several at a time. */
    @Test
    void aLabelNamesTheServiceToo() {
        assertThat(Logs.read("""
                        Step 1/2 : FROM busybox
                        Step 1/3 : FROM busybox
                        Step 2/3 : COPY . /app
                        Step 2/2 : LABEL com.docker.compose.service=web
                        Step 3/3 : LABEL com.docker.compose.service=api
                        """)).extracting(Build::target).containsExactly("web", "api");
    }

    @Test
    void plainBuildsHaveTheirServices() {
        assertThat(Logs.read("""
                        Building web
                        #1 [internal] load build definition from Dockerfile
                        #1 DONE 0.0s

                        #2 [2/2] RUN make
                        #2 DONE 1.0s

                        #3 exporting to image
                        #3 DONE 0.1s
                        Building api
                        #1 [internal] load build definition from Dockerfile
                        #1 DONE 0.0s

                        #2 [2/2] RUN check
                        #2 DONE 1.0s

                        #3 exporting to image
                        #3 DONE 0.1s
                        """)).extracting(Build::target).containsExactly("web", "api");
    }

    @Test
    void whatElseIsBuiltIsNoService() {
        String build = "Step 1/1 : FROM busybox\n ---> 0a1b2c3d4e5f\nSuccessfully built 0a1b2c3d4e5f\n";
        for (String line : List.of(
                "Building image",
                "Building web ... done",
                "Building web...",
                "Building the web image",
                "Building web\nIt takes a while")) {
            assertThat(Logs.one(line + "\n" + build).target()).as(line).isNull();
        }
    }

    @Test
    void twoLogsAreASeriesForEachService() {
        List<Build> builds = new ArrayList<>();
        for (String log : List.of(CLASSIC, CLASSIC)) {
            for (Build build : Logs.read(log)) {
                builds.add(build.withId(Integer.toString(builds.size() + 1)));
            }
        }

        Analysis analysis = Explainer.explain(builds);

        assertThat(analysis.misses()).extracting(Miss::build).containsExactly("1", "3");
        assertThat(analysis.misses()).extracting(Miss::baseline).containsExactly(null, "1");
    }
}
