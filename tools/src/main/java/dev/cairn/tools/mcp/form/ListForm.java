package dev.cairn.tools.mcp.form;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Converts lists to JSON arrays and back. */
record ListForm(Form element) implements Form {
  @Override
  public Map<String, Object> schema(boolean closed) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "array");
    schema.put("items", element.schema(closed));
    return schema;
  }

  @Override
  public String noun() {
    return "an array";
  }

  @Override
  public Object read(String path, Object json) {
    if (!(json instanceof List<?> list)) {
      throw ScalarForm.unfit(path, this, json);
    }
    List<Object> values = new ArrayList<>(list.size());
    for (Object each : list) {
      String place = path + "[" + values.size() + "]";
      if (each == null) {
        throw new BadArgumentException(place + " must be " + element.noun() + ", not null");
      }
      values.add(element.read(place, each));
    }
    return List.copyOf(values);
  }

  @Override
  public Object write(Object value) {
    return ((List<?>) value).stream().map(element::write).toList();
  }
}
