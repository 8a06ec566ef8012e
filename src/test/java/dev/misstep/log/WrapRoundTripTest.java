package dev.misstep.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.misstep.build.Build;
import dev.misstep.build.Clock;
import dev.misstep.build.Vertex;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Logs of every dialect, wrapped by every system and in each other, are read as if nothing lay around them. */
class WrapRoundTripTest {
    private static final String CLASSIC = """
            Sending build context to Docker daemon  12.29kB
            Step 1/4 : FROM busybox:1 AS base
             ---> 1d34ffeaf190
            Step 2/4 : RUN apk add curl
             ---> Using cache
             ---> 5a2c3b4d5e6f
            Step 3/4 : RUN make
             ---> Running in 0a1b2c3d4e5f
            2024-05-01T12:00:00.1234567Z Step 1/2 : FROM x
            [12:34:56] [Step 1/2] #5 [internal] load build definition from Dockerfile
            2024-05-01T12:34:56.123456789Z stdout F #5 DONE 0.1s
            Step #0: ok
            [build:12] 12:34:56  ok
            1714567890123\tok
            Removing intermediate container 0a1b2c3d4e5f
             ---> 9f8e7d6c5b4a
            Step 4/4 : CMD x
             ---> Running in 1a1b2c3d4e5f
             ---> 1f8e7d6c5b4a
            Successfully built 1f8e7d6c5b4a
            Successfully tagged app:latest
            """;

    record Sample(String name, String text) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** What is read of a log that nothing lies around. */
    private static final Map<String, List<Build>> BARE = new HashMap<>();

    private static final List<Sample> SAMPLES = makeSamples();

    static List<Sample> samples() {
        return SAMPLES;
    }

    private static List<Sample> makeSamples() {
        List<Sample> samples = new ArrayList<>();
        samples.add(new Sample("classic", CLASSIC));
        samples.add(new Sample("two classic", CLASSIC + "+ docker build .\n" + CLASSIC));
        for (long seed = 0; seed < 12; seed++) {
            BuildahPrinter.Era era = BuildahPrinter.Era.values()[(int) seed % BuildahPrinter.Era.values().length];
            RandomInstructions build = new RandomInstructions(seed + 10, era.layers());
            samples.add(new Sample("buildah " + era, new BuildahPrinter(era, build).text()));
            KanikoPrinter.Shape shape = KanikoPrinter.Shape.values()[(int) seed % 4];
            samples.add(new Sample("kaniko " + shape, new KanikoPrinter(shape, seed > 4, build, seed).text()));
            PlainPrinter.Era plain = PlainPrinter.Era.values()[(int) seed % PlainPrinter.Era.values().length];
            samples.add(new Sample("plain " + plain, plain(plain, seed)));
            RandomBuild random = new RandomBuild(seed);
            String json = new RawJsonPrinter(seed % 2 == 0).print(random.messages);
            samples.add(new Sample("rawjson " + seed, json + RoundTripTest.end(random)));
            TtyRoundTripTest.Codes codes = TtyRoundTripTest.Codes.values()[(int) seed % 2];
            samples.add(new Sample(
                    "tty " + codes, TtyRoundTripTest.drawWide(seed, codes, 2).text()));
        }
        samples.add(new Sample("two plain", plain(PlainPrinter.Era.C, 1) + plain(PlainPrinter.Era.F, 3)));
        return samples;
    }

    private static String plain(PlainPrinter.Era era, long seed) {
        RandomBuild build = new RandomBuild(seed);
        return RoundTripTest.print(build, era, seed).text() + RoundTripTest.end(build);
    }

    @ParameterizedTest
    @EnumSource(WrapPrinter.class)
    void everyWrapper(WrapPrinter wrapper) {
        long seed = 0;
        for (Sample sample : samples()) {
            compare(sample, seed++, wrapper);
        }
    }

    static Stream<Arguments> pairs() {
        return Stream.of(WrapPrinter.values())
                .flatMap(outer -> Stream.of(WrapPrinter.values())
                        .filter(inner -> inner != outer)
                        .filter(inner -> !sameForm(outer, inner))
                        .map(inner -> Arguments.of(outer, inner)));
    }

    /** The two runners stamp alike, and so are told apart by their own lines alone; marks lie nowhere in particular. */
    private static boolean sameForm(WrapPrinter outer, WrapPrinter inner) {
        boolean runners = outer == WrapPrinter.AZURE && inner.label.equals("github-actions")
                || inner == WrapPrinter.AZURE && outer.label.equals("github-actions");
        return runners || (outer == WrapPrinter.TRAVIS && inner == WrapPrinter.GITLAB_SECTIONS);
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void oneInAnother(WrapPrinter outer, WrapPrinter inner) {
        long seed = outer.ordinal() * 100L + inner.ordinal();
        List<Sample> samples = samples();
        for (int i = 0; i < 3; i++) {
            compare(samples.get((int) (seed + i * 21) % samples.size()), seed + i, outer, inner);
        }
    }

    /** What a job does before it builds is longer than what is looked at at once. */
    @ParameterizedTest
    @EnumSource(WrapPrinter.class)
    void lateInAJob(WrapPrinter wrapper) {
        StringBuilder before = new StringBuilder();
        Random random = new Random(wrapper.ordinal());
        for (int i = 0; i < 1_500; i++) {
            before.append("npm warn ").append(random.nextInt()).append('\n');
        }
        for (Sample sample : samples().subList(0, 10)) {
            compare(new Sample(sample.name, before + sample.text), 1, wrapper);
        }
    }

    private static void compare(Sample sample, long seed, WrapPrinter... outermostFirst) {
        List<WrapPrinter.Row> rows = WrapPrinter.rows(sample.text);
        for (int i = outermostFirst.length - 1; i >= 0; i--) {
            rows = outermostFirst[i].wrap(rows, seed);
        }
        String text = WrapPrinter.text(rows);
        List<Build> builds = Logs.read(text);
        List<Build> bare = BARE.computeIfAbsent(sample.text, Logs::read);
        String where = sample.name + " in " + List.of(outermostFirst) + "\n" + text;
        assertThat(facts(builds, rows)).as(where).isEqualTo(facts(bare, WrapPrinter.rows(sample.text)));
        WrapPrinter named = named(outermostFirst);
        WrapPrinter clock = clock(outermostFirst);
        for (int i = 0; i < builds.size(); i++) {
            Build build = builds.get(i);
            assertThat(build.wrapper()).as(where).isEqualTo(named.label);
            if (bare.get(i).clock() == Clock.EXACT) { // the builder's own times are better than any around them
                assertThat(build.startedAt()).as(where).isEqualTo(bare.get(i).startedAt());
                assertThat(build.seconds()).as(where).isEqualTo(bare.get(i).seconds());
            } else if (sample.name.contains("plain") || sample.name.contains("classic")) {
                int line = (int) bare.get(i).line();
                boolean dated = clock.clock == WrapPrinter.Clock.DATED;
                assertThat(build.startedAt()).as(where).isEqualTo(dated ? clock.at(line) : null);
                assertThat(build.seconds() == null)
                        .as(where)
                        .isEqualTo(clock.clock == WrapPrinter.Clock.NONE
                                && !List.of(outermostFirst).contains(WrapPrinter.WOODPECKER));
            }
        }
    }

    private static WrapPrinter named(WrapPrinter... outermostFirst) {
        WrapPrinter named = outermostFirst[0];
        for (WrapPrinter wrapper : outermostFirst) {
            named = wrapper.rank.compareTo(named.rank) < 0 ? wrapper : named;
        }
        return named;
    }

    /** The one nearest to the builder has the best clock, if it has dates. */
    private static WrapPrinter clock(WrapPrinter... outermostFirst) {
        WrapPrinter best = outermostFirst[0];
        for (WrapPrinter wrapper : outermostFirst) {
            best = wrapper.clock.compareTo(best.clock) <= 0 ? wrapper : best;
        }
        return best;
    }

    /** All that does not depend on a clock, with the lines that were wrapped. */
    private static List<String> facts(List<Build> builds, List<WrapPrinter.Row> rows) {
        List<String> facts = new ArrayList<>();
        for (Build build : builds) {
            facts.add(build.outcome() + " " + build.target() + " " + build.error() + " " + build.ordinal() + " "
                    + source(build.line(), rows));
            for (Vertex vertex : build.vertices()) {
                facts.add(vertex.id() + " " + vertex.name() + " " + vertex.status() + " " + vertex.logLines() + " "
                        + vertex.inputs() + " " + vertex.error() + " " + source(vertex.line(), rows));
            }
        }
        return facts;
    }

    private static int source(long line, List<WrapPrinter.Row> rows) {
        return line == 0 ? 0 : rows.get((int) line - 1).source();
    }
}
