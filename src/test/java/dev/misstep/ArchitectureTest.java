package dev.misstep;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The table of packages in CONTRIBUTING.md, and the fences around libraries. */
@AnalyzeClasses(packages = "dev.misstep", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final Map<String, List<String>> MAY_USE = Map.of(
            "build", List.of(),
            "log", List.of("build"),
            "dockerfile", List.of("build"),
            "context", List.of("build"),
            "explain", List.of("build", "dockerfile", "context"),
            "history", List.of("build", "context", "explain"),
            "engine", List.of("build", "log", "context", "dockerfile"),
            "advise", List.of("build", "dockerfile", "context", "explain"),
            "report", List.of("build", "context", "explain", "advise", "history"));

    @ArchTest
    static final ArchRule build = arrows("build");

    @ArchTest
    static final ArchRule log = arrows("log");

    @ArchTest
    static final ArchRule dockerfile = arrows("dockerfile");

    @ArchTest
    static final ArchRule context = arrows("context");

    @ArchTest
    static final ArchRule explain = arrows("explain");

    @ArchTest
    static final ArchRule history = arrows("history");

    @ArchTest
    static final ArchRule engine = arrows("engine");

    @ArchTest
    static final ArchRule advise = arrows("advise");

    @ArchTest
    static final ArchRule report = arrows("report");

    @ArchTest
    static final ArchRule noCycles =
            slices().matching("dev.misstep.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule picocliInCli = fence("cli", "picocli..");

    @ArchTest
    static final ArchRule dockerJavaInEngine = fence("engine", "com.github.dockerjava..");

    /** {@code http2}, {@code grpc} and {@code session} could be a library. */
    @ArchTest
    static final ArchRule sessionsNeedNothingOfTheEngine = noClasses()
            .that()
            .resideInAnyPackage("dev.misstep.engine.http2", "dev.misstep.engine.grpc", "dev.misstep.engine.session")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.misstep.engine", "com.github.dockerjava..", "com.fasterxml..");

    @ArchTest
    static final ArchRule httpInEngine = fence("engine", "org.apache.hc..");

    @ArchTest
    static final ArchRule archivesWhereTheyAreMadeOrOpened = noClasses()
            .that()
            .resideOutsideOfPackages("dev.misstep.engine..", "dev.misstep.log.source..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.commons.compress..");

    @ArchTest
    static final ArchRule yamlInCli = fence("cli", "org.snakeyaml..");

    @ArchTest
    static final ArchRule jdbcInHistory = noClasses()
            .that()
            .resideOutsideOfPackage("dev.misstep.history")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "javax.sql..", "org.sqlite..", "org.postgresql..");

    @ArchTest
    static final ArchRule jgitInGit = fence("context.git", "org.eclipse.jgit..");

    @ArchTest
    static final ArchRule xzInSource = fence("log.source", "org.tukaani..");

    @ArchTest
    static final ArchRule zstdInSource = fence("log.source", "io.airlift..");

    @ArchTest
    static final ArchRule chartsInReport = noClasses()
            .that()
            .haveNameNotMatching("dev\\.misstep\\.report\\.(Trend)?Charts(\\$.*)?")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.awt..", "org.jfree..", "javax.imageio..");

    @ArchTest
    static final ArchRule jsonWhereJsonIs = classes()
            .that()
            .resideInAnyPackage("dev.misstep.build", "dev.misstep.context", "dev.misstep.explain", "dev.misstep.cli")
            .should()
            .onlyDependOnClassesThat()
            .resideOutsideOfPackage("com.fasterxml..");

    @ArchTest
    static final ArchRule surroundingsComeFromCli = noClasses()
            .that()
            .resideOutsideOfPackage("dev.misstep.cli")
            .should()
            .callMethod(System.class, "getenv")
            .orShould()
            .callMethod(System.class, "getenv", String.class)
            .orShould()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(java.util.Locale.class, "getDefault")
            .orShould()
            .callMethod(java.nio.charset.Charset.class, "defaultCharset")
            .orShould()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err");

    private static ArchRule arrows(String name) {
        List<String> others = new ArrayList<>(MAY_USE.keySet());
        others.add("cli");
        others.remove(name);
        others.removeAll(MAY_USE.getOrDefault(name, List.of()));
        String[] forbidden =
                others.stream().map(other -> "dev.misstep." + other + "..").toArray(String[]::new);
        return noClasses()
                .that()
                .resideInAPackage("dev.misstep." + name + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(forbidden);
    }

    private static ArchRule fence(String name, String library) {
        return noClasses()
                .that()
                .resideOutsideOfPackage("dev.misstep." + name + "..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library);
    }
}
