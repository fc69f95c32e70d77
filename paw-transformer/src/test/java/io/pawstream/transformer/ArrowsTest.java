package io.pawstream.transformer;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What the packages of this module may use. */
@AnalyzeClasses(packages = "io.pawstream.transformer", importOptions = DoNotIncludeTests.class)
class ArrowsTest {
  private static final String BASE = "io.pawstream.transformer";

  @ArchTest
  static final ArchRule ofTheRuntimeOnlyGguf =
      noClasses()
          .should()
          .dependOnClassesThat(
              resideInAPackage("io.pawstream.runtime..")
                  .and(not(resideInAPackage("io.pawstream.runtime.gguf"))));

  @ArchTest
  static final ArchRule mathStandsAlone =
      classes()
          .that()
          .resideInAPackage(BASE + ".math")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(BASE + ".math", "java..", "org.bytedeco..", "org.jspecify..");

  @ArchTest
  static final ArchRule optimisersKnowNoModel =
      classes()
          .that()
          .resideInAPackage(BASE + ".optim")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(BASE + ".optim", BASE + ".math", "java..", "org.jspecify..");

  @ArchTest
  static final ArchRule adaptersAndTensorsKnowNoModel =
      noClasses()
          .that()
          .resideInAnyPackage(BASE + ".lora", BASE + ".tensor")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(BASE, BASE + ".internal..");

  @ArchTest
  static final ArchRule layersKnowNoBlocks =
      noClasses()
          .that()
          .resideInAPackage(BASE + ".internal.layer")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(BASE + ".internal");
}
