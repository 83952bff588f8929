package io.counterfoil.serialization;

import static com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility.NONE;

import com.fasterxml.jackson.annotation.JsonInclude;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Builds the mapper. Each setting on which the stored form rests is set here, also where it is
 * today's default: stored text outlives defaults.
 */
final class ExactMapper {
  private ExactMapper() {}

  static JsonMapper create() {
    return JsonMapper.builder(factory())
        .annotationIntrospector(new RecordIntrospector())
        .accessorNaming(new ComponentsOnly())
        .changeDefaultVisibility(visible -> visible.withCreatorVisibility(NONE))
        .changeDefaultPropertyInclusion(
            any -> any.withValueInclusion(JsonInclude.Include.NON_ABSENT))
        .addModule(
            ScalarModule.create()
                .setSerializerModifier(new SortedContents())
                .setDeserializerModifier(new ReadingForms()))
        .withCoercionConfigDefaults(
            coercion -> {
              for (CoercionInputShape shape : CoercionInputShape.values()) {
                coercion.setCoercion(shape, CoercionAction.Fail);
              }
            })
        .disable(
            MapperFeature.ALLOW_COERCION_OF_SCALARS,
            MapperFeature.SORT_PROPERTIES_ALPHABETICALLY,
            MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS,
            MapperFeature.ACCEPT_CASE_INSENSITIVE_PROPERTIES,
            MapperFeature.ACCEPT_CASE_INSENSITIVE_VALUES,
            MapperFeature.USE_STATIC_TYPING)
        .enable(MapperFeature.REQUIRE_TYPE_ID_FOR_SUBTYPES)
        .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS, SerializationFeature.INDENT_OUTPUT)
        .disable(
            DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
            DeserializationFeature.ACCEPT_FLOAT_AS_INT,
            DeserializationFeature.ACCEPT_SINGLE_VALUE_AS_ARRAY,
            DeserializationFeature.ACCEPT_EMPTY_STRING_AS_NULL_OBJECT,
            DeserializationFeature.ACCEPT_EMPTY_ARRAY_AS_NULL_OBJECT,
            DeserializationFeature.UNWRAP_SINGLE_VALUE_ARRAYS)
        .enable(SerializationFeature.WRAP_EXCEPTIONS)
        .enable(
            DeserializationFeature.WRAP_EXCEPTIONS,
            DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
            DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
            DeserializationFeature.FAIL_ON_INVALID_SUBTYPE,
            DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY,
            DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
        .disable(
            EnumFeature.READ_ENUMS_USING_TO_STRING,
            EnumFeature.WRITE_ENUMS_USING_TO_STRING,
            EnumFeature.WRITE_ENUMS_USING_INDEX,
            EnumFeature.WRITE_ENUMS_TO_LOWERCASE,
            EnumFeature.READ_ENUM_KEYS_USING_INDEX,
            EnumFeature.READ_UNKNOWN_ENUM_VALUES_AS_NULL,
            EnumFeature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE)
        .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
        .build();
  }

  static JsonFactory factory() {
    return JsonFactory.builder()
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(JsonCodec.DEEPEST)
                .maxDocumentLength(JsonCodec.LONGEST_TEXT)
                .maxStringLength(JsonCodec.LONGEST_TEXT)
                .maxNameLength(JsonCodec.LONGEST_TEXT)
                .maxNumberLength(Scalars.LONGEST_NUMBER)
                .build())
        .streamWriteConstraints(
            StreamWriteConstraints.builder().maxNestingDepth(JsonCodec.DEEPEST).build())
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
        .disable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
        .disable(JsonWriteFeature.ESCAPE_NON_ASCII, JsonWriteFeature.WRITE_NUMBERS_AS_STRINGS)
        .build();
  }
}
