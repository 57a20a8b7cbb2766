import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;

/** Runs the application as a servlet container does: its classes come before those above. */
class Container extends URLClassLoader {
  private Container(Path classes) throws Exception {
    super(new URL[] {classes.toUri().toURL()}, Container.class.getClassLoader());
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      if (loaded == null && name.startsWith("shop.")) {
        loaded = findClass(name);
      }
      return loaded == null ? super.loadClass(name, resolve) : loaded;
    }
  }

  public static void main(String[] args) throws Exception {
    Container container = new Container(Path.of(args[0]));
    Thread.currentThread().setContextClassLoader(container);
    Method main = container.loadClass("shop.Main").getMethod("main", String[].class);
    main.invoke(null, (Object) new String[0]);
  }
}
