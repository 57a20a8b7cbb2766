package io.cacheaside.spring;

import io.cacheaside.CacheAsideConfig;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.core.env.PropertySource;

/**
 * The properties below {@code cacheaside}, by the names that our settings have: in properties,
 * names may be written in camel case or, as variables, with underscores. What is unknown stays as
 * it is written, so that it is told. Not threadsafe.
 */
final class SpringSettings {
  static final String PREFIX = "cacheaside";
  private static final String OF_REGION = "region.<name>.";

  /** The starter's own. */
  static final String ENABLED = "enabled";

  static final String STORE = "store";
  static final String INTERFACE_CHECK = "interface-check";

  /** The names of settings, by what is left of them without hyphens and dots. */
  private final Map<String, String> common = new LinkedHashMap<>();

  private final Map<String, String> ofRegions = new LinkedHashMap<>();
  private final Map<String, Found> found = new LinkedHashMap<>();

  /** A value, and where it stands. */
  record Found(String value, String place, @Nullable Object source) {}

  private SpringSettings() {
    for (String name : CacheAsideConfig.settingNames()) {
      if (name.startsWith(OF_REGION)) {
        String attribute = name.substring(OF_REGION.length());
        ofRegions.put(uniform(attribute), attribute);
      } else {
        common.put(uniform(name), name);
      }
    }
    common.put(ENABLED, ENABLED);
    common.put(STORE, STORE);
    common.put(uniform(INTERFACE_CHECK), INTERFACE_CHECK);
  }

  /** Reads all of them. */
  static SpringSettings read(Binder binder) {
    SpringSettings settings = new SpringSettings();
    binder.bind(PREFIX, Bindable.mapOf(String.class, String.class), settings.new Collector());
    return settings;
  }

  /** Returns whether a setting is there. */
  boolean has(String name) {
    return found.containsKey(name);
  }

  /** Takes a setting out, and returns it; null if it is not there. */
  @Nullable Found take(String name) {
    return found.remove(name);
  }

  /** Takes settings out. */
  void drop(Collection<String> names) {
    found.keySet().removeAll(names);
  }

  /** Hands on what is there, each with its place. */
  void applyTo(CacheAsideConfig.Builder builder) {
    found.forEach(
        (name, each) ->
            builder.settings(Map.of(PREFIX + "." + name, each.value()), "in " + each.place()));
  }

  /** Sees the properties one by one, those that overrule others first. */
  private final class Collector implements BindHandler {
    @Override
    public Object onSuccess(
        ConfigurationPropertyName name, Bindable<?> target, BindContext context, Object result) {
      ConfigurationProperty property = context.getConfigurationProperty();
      if (property != null && result instanceof String text) {
        List<String> words = new ArrayList<>();
        int last = name.getNumberOfElements();
        boolean inList = name.isNumericIndex(last - 1);
        for (int i = 1; i < (inList ? last - 1 : last); i++) {
          words.add(name.getElement(i, Form.ORIGINAL));
        }
        add(nameOf(words), text, property, inList);
      }
      return result;
    }
  }

  private void add(String name, String text, ConfigurationProperty property, boolean inList) {
    Found before = found.get(name);
    if (before == null) {
      found.put(name, new Found(text, place(property), property.getSource()));
    } else if (inList && before.source() == property.getSource()) {
      found.put(name, new Found(before.value() + "," + text, before.place(), before.source()));
    }
  }

  private String nameOf(List<String> words) {
    boolean ofRegion = words.size() > 2 && uniform(words.get(0)).matches("regions?");
    if (!ofRegion) {
      String written = String.join(".", words);
      return common.getOrDefault(uniform(written), written);
    }
    for (int start = 2; start < words.size(); start++) { // the longest attribute first
      String end = String.join(".", words.subList(start, words.size()));
      String attribute = ofRegions.get(uniform(end));
      if (attribute != null) {
        return inRegion(words.subList(1, start), attribute);
      }
    }
    int last = words.size() - 1;
    return inRegion(words.subList(1, last), words.get(last));
  }

  private static String inRegion(List<String> region, String attribute) {
    return "region." + String.join(".", region) + "." + attribute;
  }

  private static String uniform(String name) {
    return name.replaceAll("[-._]", "").toLowerCase(Locale.ROOT);
  }

  private static String place(ConfigurationProperty property) {
    if (property.getOrigin() != null) {
      return property.getOrigin().toString().replaceFirst("^class path resource \\[([^]]+)]", "$1");
    }
    Object source = property.getSource().getUnderlyingSource();
    return "the properties"
        + (source instanceof PropertySource<?> known ? " \"" + known.getName() + "\"" : "");
  }
}
