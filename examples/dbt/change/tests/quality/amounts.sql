-- Selects the orders that are wrong: what was refunded is negative.
SELECT order_id, amount
FROM {{ ref('clean_orders') }}
WHERE (status = 'refunded') <> (amount < 0)
