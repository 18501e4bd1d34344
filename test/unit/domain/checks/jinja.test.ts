import { describe, expect, test } from 'vitest';
import { found } from './checked.ts';

const inSql = (text: string) => found('models/x.sql', text);

describe('delimiters are balanced as Jinja reads them', () => {
  test.each([
    'SELECT 1',
    "SELECT {'a': {'b': 1}}",
    "SELECT * FROM {{ ref('orders') }}",
    "{{ config(meta={'a': {'b': 1}}) }}",
    "{{ {'a': 1}}}",
    '{{- x -}} {%- if a +%} {% endif -%} {%+ set b = 1 %}',
    '{# {{ {% #} SELECT 1',
    '{#- -#}',
    '{#-#}',
    "{% raw %}{{ ( ' {% {% endraw %}",
    '{%- raw -%} {{ {%- endraw +%}',
    `{{ "}}" ~ '%}' ~ "it\\"s }}" }}`,
    "{% set x = '%}' %}",
    "{{ 'a\nb' }}",
    '{{ a ? b ! c }}', // no operators of Jinja, but perhaps of its dialects
    "SELECT 'it''s {{ x }}'",
  ])('%s', (text) => {
    expect(inSql(text)).toEqual([]);
  });

  test.each([
    ['{{ x', '1:1'],
    ['SELECT\n  {% if x', '2:3'],
    ['a {# b', '1:3'],
    ['{% raw %} {{ x }}', '1:1'],
    ["SELECT '{{ x'", '1:13'],
    ['{{ f(a }}', '1:8'],
    ['{{ f(a] }}', '1:7'],
    ['{{ a) }}', '1:5'],
    ['{{ {a }}', '1:8'],
    ["{{ don't }}", '1:7'],
    ['{% for x in [1, 2 %}', '1:20'],
    ["LIKE '{%'", '1:9'],
  ])('%s is not', (text, place) => {
    expect(inSql(text)).toEqual([`jinja-unbalanced ${place}`]);
  });

  test('nothing is said of other files', () => {
    expect(found('pipeline.py', 'f"{{ {x}"')).toEqual([]);
  });
});

test('{{ }} inside the brackets of ref() is found, in a string or without', () => {
  expect(inSql("{{ ref('{{ x }}') }}")).toEqual(['jinja-nested-ref 1:9']);
  expect(inSql("{{ ref ( 'a', v=f('{{ x }}') ) }}")).toEqual(['jinja-nested-ref 1:20']);
  expect(inSql('{{ ref({{ x }}) }}')).toEqual(['jinja-nested-ref 1:8']);
  expect(inSql("{% set t = ref('{{ x }}') %}")).toEqual(['jinja-nested-ref 1:17']);
  expect(inSql("{{ preref('{{ x }}') }} {{ ref('a') ~ '{{' }} {{ ref.x('{{') }}")).toEqual([]);
});

test('tags are those of Jinja, its extensions and dbt', () => {
  expect(inSql('{% if a %}{% do x %}{%- endif %}{% snapshot s %}{% endsnapshot %}{% %}')).toEqual([]);
  expect(inSql('{% if a %}\n{%- fi %}')).toEqual(['jinja-unknown-tag 2:1']);
});

test('a closing delimiter that ends nothing is found in templates only', () => {
  expect(inSql("SELECT ref('a') }} {'a': {'b': 1}}")).toEqual([]);
  expect(inSql("{{ a }} }} {'a': {'b': 1}}")).toEqual(['jinja-stray-end 1:9']);
  expect(inSql('{{ a }} endif %} #}')).toEqual(['jinja-stray-end 1:15', 'jinja-stray-end 1:18']);
});
