package io.cacheaside.maven;

import io.cacheaside.weaving.ClassFileScan;
import io.cacheaside.weaving.ScannedClass;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.maven.plugin.MojoFailureException;
import org.aspectj.bridge.IMessage;
import org.aspectj.bridge.MessageHandler;
import org.aspectj.tools.ajc.Main;
import org.aspectj.weaver.Dump;

/** Weaves single class files of a directory in place, with AspectJ's compiler in this process. */
final class Ajc {
  /** What makes a difference to the woven classes. */
  static final List<String> OPTIONS =
      List.of(
          "-proc:none",
          // signatures from class constants instead of names that are looked up
          "-Xajruntimetarget:1.9",
          // weaving adds members: without this, classes without the constant change theirs
          "-XaddSerialVersionUID");

  /** ajc keeps state in static fields; modules may be built in parallel. */
  private static final Object ONE_AT_A_TIME = new Object();

  private final ModuleOutput output;
  private final AjcMessages messages;

  Ajc(ModuleOutput output, AjcMessages messages) {
    this.output = output;
    this.messages = messages;
  }

  /**
   * Weaves {@code classes}. The files change only after ajc has come through without an error.
   *
   * @throws MojoFailureException if ajc reported errors
   */
  void weave(List<ScannedClass> classes, AspectLibrary library)
      throws IOException, MojoFailureException {
    Path in = output.work().resolve("in");
    Path out = output.work().resolve("out");
    Directories.empty(in);
    Directories.empty(out);
    for (ScannedClass found : classes) {
      Path copy = in.resolve(found.file());
      Files.createDirectories(copy.getParent());
      Files.copy(output.classes().resolve(found.file()), copy);
    }
    messages.report(run(arguments(in, out, library)));
    for (Path woven : Directories.files(out)) {
      moveBack(out.resolve(woven), output.classes().resolve(woven));
    }
    Directories.delete(in);
    Directories.delete(out);
  }

  private List<String> arguments(Path in, Path out, AspectLibrary library) {
    List<String> arguments = new ArrayList<>(OPTIONS);
    arguments.addAll(List.of("-inpath", in.toString()));
    arguments.addAll(List.of("-aspectpath", library.file().toString()));
    arguments.addAll(
        List.of(
            "-classpath",
            output.classPath().stream()
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator))));
    arguments.addAll(List.of("-d", out.toString()));
    return arguments;
  }

  private static List<IMessage> run(List<String> arguments) {
    MessageHandler handler = new MessageHandler(true);
    Main ajc = new Main();
    ajc.setHolder(handler);
    synchronized (ONE_AT_A_TIME) {
      // else a crash of ajc leaves a file in the directory that Maven was started in
      Dump.setDumpOnException(false);
      ajc.runMain(arguments.toArray(String[]::new), false);
    }
    return List.of(handler.getMessages(null, true));
  }

  /**
   * The time of the javac run stays, else everything that depends on it would be compiled again.
   */
  private static void moveBack(Path woven, Path target) throws IOException {
    Files.write(
        woven, ClassFileScan.withVisibleBodies(Files.readAllBytes(woven), woven.toString()));
    if (Files.exists(target)) {
      FileTime compiled = Files.getLastModifiedTime(target);
      Files.setLastModifiedTime(woven, compiled);
    }
    Files.createDirectories(target.getParent());
    Files.move(woven, target, StandardCopyOption.REPLACE_EXISTING);
  }
}
