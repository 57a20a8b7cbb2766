package io.cacheaside.weaving;

import io.cacheaside.key.Names;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * Looks through the application that runs for annotated methods that are not woven. Whatever cannot
 * be read is noted and left out: an audit always comes to an end. Not threadsafe.
 */
public final class WeavingAudit {
  /** What the build says of a method that invalidates where nobody caches, or not that key. */
  private static final List<String> UNREAD = List.of("CA141", "CA146", "CA147");

  /** Loads the classes of a Spring Boot application while it is developed. */
  private static final String RESTARTS =
      "org.springframework.boot.devtools.restart.classloader.RestartClassLoader";

  /** A class path may be the root of a disk. */
  private static final int MAX_FILES = 200_000;

  /** The one of the application's code, then that of its thread if it is another one. */
  private final List<ClassLoader> loaders;

  /** The directories that were looked through, by their real names. */
  private final Set<Path> walked = new HashSet<>();

  /** Null if classes are as their files are. */
  private final @Nullable LoadTimeWeaving whileLoading;

  private final Set<UnwovenMethod> unwoven = new LinkedHashSet<>();
  private final Set<ScannedMethod> forInterceptors = new LinkedHashSet<>();

  /** Directories and jars with classes that are woven. */
  private final Set<String> wovenOrigins = new HashSet<>();

  private final List<String> unreadable = new ArrayList<>();
  private final RegionUse regions = new RegionUse();
  private final Set<String> annotated = new LinkedHashSet<>();

  /** The binary names that the indexes list, and their lines' other words. */
  private final Set<String> listed = new LinkedHashSet<>();

  private final Set<String> silenced = new HashSet<>();
  private final FoundNames names = new FoundNames();
  private @Nullable Path jarOfCaller;

  private WeavingAudit(Set<ClassLoader> loaders) {
    this.loaders = List.copyOf(loaders);
    this.whileLoading = LoadTimeWeaving.find();
  }

  /**
   * Audits the directories of the class path, of the module path, and of the context class loader.
   */
  public static WeavingAudit ofDirectories() {
    WeavingAudit audit = new WeavingAudit(Set.of(contextLoader()));
    audit.scanDirectories(null);
    return audit;
  }

  /**
   * Audits the directories of the class path and of the module path, those of the class loaders of
   * one class and of this thread, the classes that the annotation processor has listed in jars, and
   * the jar of that class.
   *
   * @param caller a class of the application
   */
  public static WeavingAudit ofApplication(Class<?> caller) {
    Set<ClassLoader> loaders = new LinkedHashSet<>();
    if (caller.getClassLoader() != null) {
      loaders.add(caller.getClassLoader());
    }
    loaders.add(contextLoader());
    WeavingAudit audit = new WeavingAudit(loaders);
    loaders.forEach(audit::readIndexes);
    audit.scanDirectories(caller);
    audit.listed.forEach(audit::scanNamed);
    // also if it has an index: in a jar of jars, and in one that others were unpacked into, that
    // may be the index of a library
    Path jar = Origin.jarOf(caller);
    if (jar != null) {
      audit.jarOfCaller = jar;
      audit.scanJar(jar);
    }
    return audit;
  }

  private static ClassLoader contextLoader() {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    return context == null ? ClassLoader.getSystemClassLoader() : context;
  }

  /** Returns the methods that are annotated in vain, in the order of the class path. */
  public List<UnwovenMethod> unwoven() {
    return List.copyOf(unwoven);
  }

  /** Returns the annotated methods of interfaces that have no body, in the same order. */
  public List<ScannedMethod> forInterceptors() {
    return List.copyOf(forInterceptors);
  }

  /** Returns what may explain that methods are not woven. */
  public WeavingReport.Circumstances circumstances() {
    return new WeavingReport.Circumstances(
        unwoven.stream().allMatch(each -> wovenOrigins.contains(each.origin())),
        loaders.stream().anyMatch(each -> each.getClass().getName().equals(RESTARTS)));
  }

  /** Returns what could not be read, and why; empty if everything was. */
  public List<String> unreadable() {
    return Collections.unmodifiableList(unreadable);
  }

  /** Returns what was woven while it was loaded, in words; null if nothing was. */
  public @Nullable String loadTimeWeaving() {
    return whileLoading == null ? null : whileLoading.report(loaders.get(0));
  }

  /** Returns the regions of all annotated methods that were found. */
  public RegionUse regions() {
    return regions;
  }

  /**
   * Loads the annotated classes that were found, without initializing them, and returns them. Those
   * that cannot be loaded are left out.
   */
  public List<Class<?>> annotatedClasses() {
    List<Class<?>> classes = new ArrayList<>();
    for (String name : annotated) {
      classes.addAll(LoadedClass.find(name, loaders));
    }
    return classes;
  }

  /**
   * Returns the names of a method's parameters, as the debug information of its class file has
   * them; none if it lacks them, or if there are several such files that differ.
   */
  public List<String> parameterNames(Method method) {
    return names.of(method);
  }

  /** Goes through each directory once, whatever names it has. */
  private void scanDirectories(@Nullable Class<?> caller) {
    ClassFileWalk walk = new ClassFileWalk(MAX_FILES, this::scan, unreadable::add);
    Set<Path> all = new LinkedHashSet<>(ClassPathDirectories.of(System::getProperty));
    for (ClassLoader loader : loaders) {
      Class<?> member = caller != null && caller.getClassLoader() == loader ? caller : null;
      all.addAll(LoaderDirectories.of(loader, member, unreadable::add));
    }
    for (Path directory : all) {
      if (walked.add(real(directory))) {
        walk.walk(directory);
      }
    }
  }

  private static Path real(Path directory) {
    try {
      return directory.toRealPath();
    } catch (IOException e) {
      return directory; // the walk will say it
    }
  }

  /** The classes of directories are found without it. */
  private void readIndexes(ClassLoader loader) {
    try {
      for (URL index : Collections.list(loader.getResources(Names.CLASS_INDEX))) {
        boolean inDirectory = index.getProtocol().equals("file");
        for (String line :
            new String(Resource.read(index), StandardCharsets.UTF_8).lines().toList()) {
          String[] words = line.strip().split(" ", -1);
          if (!inDirectory && !words[0].isEmpty()) {
            listed.add(words[0]);
          }
          for (int i = 1; i < words.length; i++) {
            silenced.add(words[0] + " " + words[i]);
          }
        }
      }
    } catch (IOException | RuntimeException e) {
      unreadable.add(Names.CLASS_INDEX + ": " + e);
    }
  }

  /**
   * Looks for regions in all jars that the application may load classes from, those without an
   * index among them: {@link #regions()} and {@link #unreadable()} may grow. This reads every class
   * of every library, which takes seconds if there are many: so it is for the moment before
   * something is refused, or for a thread that nobody waits for.
   *
   * @param enough asked after each jar: ends it
   */
  public void lookIntoAllJars(BooleanSupplier enough) {
    new AllJars(this::addRegions, this::addUnreadable).scan(loaders, jarOfCaller, enough);
  }

  /** Class loaders that say nothing are met twice. */
  private void addUnreadable(String words) {
    if (!unreadable.contains(words)) {
      unreadable.add(words);
    }
  }

  private void addRegions(ScannedClass found) {
    found.methods().forEach(this::addRegions);
  }

  private void addRegions(ScannedMethod method) {
    regions.add(method, UNREAD.stream().anyMatch(code -> isSilenced(code, method)));
  }

  /** On the method, by its source, or on all of its module, by the plugin's setting. */
  private boolean isSilenced(String code, ScannedMethod method) {
    String place = method.className() + " " + code + "@";
    return silenced.contains(place + method.name() + method.descriptor())
        || silenced.contains(place + "*");
  }

  /** A class that was listed and is gone, or that a directory replaces, is not looked at. */
  private void scanNamed(String name) {
    Set<String> seen = new HashSet<>();
    for (ClassLoader loader : loaders) {
      URL url = loader.getResource(name.replace('.', '/') + ".class");
      if (url != null && !url.getProtocol().equals("file") && seen.add(url.toString())) {
        try {
          scan(Resource.read(url), url.toString(), Origin.name(url));
        } catch (IOException | RuntimeException e) {
          unreadable.add(url + ": " + e);
        }
      }
    }
  }

  private void scanJar(Path jar) {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        if (entry.getName().endsWith(".class")) {
          try (InputStream in = zip.getInputStream(entry)) {
            scan(in.readAllBytes(), jar + "!/" + entry.getName(), jar.toString());
          }
        }
      }
    } catch (IOException | RuntimeException e) {
      unreadable.add(jar + ": " + e);
    }
  }

  private void scan(byte[] content, String file, String origin) {
    try {
      ClassFileScan.scan(content, file).ifPresent(found -> judge(found, origin));
    } catch (ClassFileException e) {
      unreadable.add(String.valueOf(e.getMessage()));
    }
  }

  private void judge(ScannedClass found, String origin) {
    annotated.add(found.name());
    List<LoadedClass> loaded = List.of();
    if (whileLoading != null && !found.isWoven()) {
      loaded = LoadedClass.load(found.name(), loaders);
    }
    if (found.isWoven() && found.methods().stream().anyMatch(ScannedMethod::hasBody)) {
      wovenOrigins.add(origin);
    }
    for (ScannedMethod method : found.methods()) {
      addRegions(method);
      names.add(method);
      if (method.isForInterceptors()) {
        forInterceptors.add(method);
      }
      if (!method.unwoven().isEmpty() && !isWovenWhenLoaded(method, loaded)) {
        unwoven.add(new UnwovenMethod(method, origin));
      }
    }
  }

  private boolean isWovenWhenLoaded(ScannedMethod method, List<LoadedClass> loaded) {
    if (whileLoading == null
        || loaded.isEmpty()
        || !loaded.stream().allMatch(each -> each.woven(method).containsAll(method.unwoven()))) {
      return false;
    }
    whileLoading.add(method);
    return true;
  }
}
