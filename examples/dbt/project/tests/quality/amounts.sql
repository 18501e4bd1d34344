-- Selects the orders that are wrong: every amount is what was paid.
SELECT order_id, amount
FROM {{ ref('clean_orders') }}
WHERE amount < 0
